package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names of one controller that everything else refers to: jobs, services, targets, and the sprints' windows. */
final class Catalog {

    final SprintIndex sprints = new SprintIndex();

    private final SqlSession sql;
    private final int controller;
    private final Numbers numbers;
    private final Set<String> services = new HashSet<>();
    private final Map<String, Long> jobs = new HashMap<>();
    private final Map<TargetKey, Target> targets = new HashMap<>();

    private record TargetKey(String service, String environment) {}

    /** A service in an environment. */
    record Target(long no, String service, String environment, String tier) {}

    Catalog(SqlSession sql, int controller) throws SQLException {
        this.sql = sql;
        this.controller = controller;
        numbers = new Numbers(sql, controller);
        sql.each(
                "SELECT id, started, ended FROM sprints WHERE controller_no = ?",
                row -> sprints.put(new SprintIndex.Window(row.text(), row.number(), row.number())),
                controller);
        services.addAll(
                sql.list("SELECT name FROM services WHERE controller_no = ?", SqlSession.Row::text, controller));
        sql.each(
                "SELECT name, no FROM jobs WHERE controller_no = ?",
                row -> jobs.put(row.text(), row.number()),
                controller);
        sql.each(
                "SELECT no, service, environment, tier FROM targets WHERE controller_no = ?",
                row -> {
                    Target target = new Target(row.number(), row.text(), row.text(), row.text());
                    targets.put(new TargetKey(target.service(), target.environment()), target);
                },
                controller);
    }

    void service(String name) throws SQLException {
        if (services.add(name)) {
            sql.update("INSERT INTO services (controller_no, name) VALUES (?, ?)", controller, name);
        }
    }

    long job(String name) throws SQLException {
        Long no = jobs.get(name);
        if (no == null) {
            no = numbers.next("jobs");
            sql.update("INSERT INTO jobs (no, controller_no, name) VALUES (?, ?, ?)", no, controller, name);
            jobs.put(name, no);
        }
        return no;
    }

    /** The job's number, or null where nothing is known of it. */
    Long jobIfKnown(String name) {
        return jobs.get(name);
    }

    /** Gives what is known of the job another name, so that a new job of the old one begins anew. */
    void rename(String from, String to) throws SQLException {
        Long no = jobs.remove(from);
        if (no != null) {
            sql.update("UPDATE jobs SET name = ? WHERE no = ?", to, no);
            jobs.put(to, no);
        }
    }

    Target target(String service, Environment environment) throws SQLException {
        service(service);
        String name = SqlSession.storable(environment.name());
        TargetKey key = new TargetKey(service, name);
        Target target = targets.get(key);
        String tier = environment.tier().toString();
        if (target == null) {
            target = new Target(numbers.next("targets"), service, name, tier);
            sql.update(
                    "INSERT INTO targets (no, controller_no, service, environment, tier) VALUES (?, ?, ?, ?, ?)",
                    target.no(),
                    controller,
                    service,
                    name,
                    tier);
            targets.put(key, target);
        } else if (!target.tier().equals(tier)) {
            sql.update("UPDATE targets SET tier = ? WHERE no = ?", tier, target.no());
            target = new Target(target.no(), service, name, tier);
            targets.put(key, target);
        }
        return target;
    }
}
