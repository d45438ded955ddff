-- The views for reports, on PostgreSQL; docs/bi.md says what each column means, and a test holds the two together.
-- ${bi} is the schema that they are in, the tables are found by the search path. ${time:x} is the microseconds x as a
-- moment, and null where x is null. A statement ends with a semicolon at the end of a line; one makes one view.

CREATE OR REPLACE VIEW ${bi}.controllers AS
SELECT c.id AS controller,
       ${time:c.writer_seen} AS last_seen,
       c.writer IS NOT NULL AS running
FROM controllers c;

-- of a sprint that several controllers recorded, what the first of them says
CREATE OR REPLACE VIEW ${bi}.sprints AS
SELECT s.id AS sprint_id,
       s.name AS sprint,
       s.board,
       s.goal,
       s.state,
       ${time:s.started} AS started,
       ${time:s.planned_end} AS planned_end,
       ${time:s.actual_end} AS actual_end,
       ${time:s.ended} AS ended,
       s.source,
       c.id AS controller
FROM sprints s
JOIN controllers c ON c.no = s.controller_no
WHERE NOT EXISTS (SELECT FROM sprints o WHERE o.id = s.id AND o.controller_no < s.controller_no);

CREATE OR REPLACE VIEW ${bi}.deployments AS
SELECT c.id AS controller,
       d.id AS deployment_id,
       d.service,
       d.environment,
       d.tier,
       d.version,
       d.previous_version,
       d.commit_id,
       d.kind,
       d.status,
       d.reached,
       d.status IN ('failed', 'rolled-back')
           OR d.status = 'successful' AND EXISTS (SELECT FROM incidents i WHERE i.blamed_no = d.no) AS failure,
       EXISTS (SELECT FROM incidents i WHERE i.blamed_no = d.no) AS caused_incident,
       ${time:d.started} AS started,
       ${time:d.finished} AS finished,
       ((d.finished - d.started) / 1e6)::float8 AS duration_seconds,
       -- what it broke is restored with the last of it; an open incident is restored by a deployment alone
       (SELECT ${time:CASE WHEN d.restored IS NULL AND COUNT(*) > COUNT(e.ended) THEN NULL ELSE GREATEST(d.restored, MAX(e.ended)) END}
        FROM (SELECT COALESCE(r.finished, i.resolved) AS ended
              FROM incidents i
              LEFT JOIN deployments r ON r.id = i.restored_by AND r.controller_no = i.controller_no
              WHERE i.blamed_no = d.no) e) AS restored,
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ((d.ended - a.authored) / 1e6)::float8)
        FROM unnest(d.commits_authored[1:d.commits_shipped]) a(authored)
        WHERE a.authored <= d.ended) AS lead_time_seconds,
       cardinality(d.commits) AS commits,
       d.commits_shipped AS commits_first_shipped,
       cardinality(d.tickets) AS tickets,
       j.name AS job,
       d.build_number,
       d.build_url,
       d.sprint_id,
       s.sprint,
       d.inferred
FROM deployments d
JOIN controllers c ON c.no = d.controller_no
LEFT JOIN jobs j ON j.no = d.job_no
LEFT JOIN ${bi}.sprints s ON s.sprint_id = d.sprint_id;

CREATE OR REPLACE VIEW ${bi}.deployment_commits AS
SELECT c.id AS controller,
       d.id AS deployment_id,
       d.service,
       d.environment,
       d.tier,
       d.sprint_id,
       k.commit_id,
       k.n <= d.commits_shipped AS first_shipped,
       ${time:k.authored} AS authored,
       ${time:d.ended} AS deployed,
       CASE WHEN k.n <= d.commits_shipped AND k.authored <= d.ended
           THEN ((d.ended - k.authored) / 1e6)::float8 END AS lead_time_seconds
FROM deployments d
JOIN controllers c ON c.no = d.controller_no
CROSS JOIN LATERAL unnest(d.commits, d.commits_authored) WITH ORDINALITY AS k(commit_id, authored, n);

CREATE OR REPLACE VIEW ${bi}.deployment_tickets AS
SELECT c.id AS controller,
       d.id AS deployment_id,
       d.service,
       d.environment,
       d.tier,
       d.sprint_id,
       k.ticket,
       k.n <= d.tickets_shipped AS first_shipped,
       d.reached,
       ${time:d.ended} AS deployed
FROM deployments d
JOIN controllers c ON c.no = d.controller_no
CROSS JOIN LATERAL unnest(d.tickets) WITH ORDINALITY AS k(ticket, n);

CREATE OR REPLACE VIEW ${bi}.running_versions AS
SELECT c.id AS controller,
       t.service,
       t.environment,
       t.tier,
       d.version,
       ${time:d.finished} AS since,
       d.id AS deployment_id,
       d.sprint_id
FROM targets t
JOIN controllers c ON c.no = t.controller_no
JOIN deployments d ON d.no = t.running_no;

CREATE OR REPLACE VIEW ${bi}.builds AS
SELECT c.id AS controller,
       j.name AS job,
       b.build_number,
       b.url AS build_url,
       b.service,
       b.result,
       ${time:b.started} AS started,
       CASE WHEN b.duration_millis > 0 THEN b.duration_millis / 1e3::float8 END AS duration_seconds,
       b.version,
       b.tests_passed,
       b.tests_failed,
       b.tests_skipped,
       b.tests_flaky,
       cardinality(b.commits) AS commits,
       cardinality(b.tickets) AS tickets,
       b.sprint_id,
       s.sprint,
       b.inferred
FROM builds b
JOIN controllers c ON c.no = b.controller_no
JOIN jobs j ON j.no = b.job_no
LEFT JOIN ${bi}.sprints s ON s.sprint_id = b.sprint_id;

CREATE OR REPLACE VIEW ${bi}.build_tickets AS
SELECT c.id AS controller,
       j.name AS job,
       b.build_number,
       b.service,
       b.result,
       ${time:b.started} AS started,
       b.sprint_id,
       k.ticket
FROM builds b
JOIN controllers c ON c.no = b.controller_no
JOIN jobs j ON j.no = b.job_no
CROSS JOIN LATERAL unnest(b.tickets) AS k(ticket);

CREATE OR REPLACE VIEW ${bi}.commits AS
SELECT c.id AS controller,
       m.id AS commit_id,
       ${time:m.authored} AS authored,
       m.subject,
       array_to_string(m.tickets, ', ') AS tickets,
       (SELECT ${time:MIN(m.arrivals[a.i + 3])}
        FROM generate_series(1, cardinality(m.arrivals), 4) a(i)
        JOIN targets t ON t.no = m.arrivals[a.i] AND t.tier = 'production'
        WHERE m.arrivals[a.i + 3] < 9223372036854775807) AS first_in_production,
       m.inferred
FROM commits m
JOIN controllers c ON c.no = m.controller_no
WHERE m.authored IS NOT NULL;

CREATE OR REPLACE VIEW ${bi}.ticket_environments AS
SELECT c.id AS controller,
       k.ticket,
       t.service,
       t.environment,
       t.tier,
       ${time:k.arrivals[a.i + 3]} AS first_deployed
FROM tickets k
CROSS JOIN LATERAL generate_series(1, cardinality(k.arrivals), 4) a(i)
JOIN targets t ON t.no = k.arrivals[a.i]
JOIN controllers c ON c.no = k.controller_no
WHERE k.arrivals[a.i + 3] < 9223372036854775807;

-- a ticket of several controllers is one ticket
CREATE OR REPLACE VIEW ${bi}.tickets AS
SELECT k.ticket,
       f.environment AS furthest_environment,
       f.tier AS furthest_tier,
       ${time:f.shipped} AS since,
       ${time:k.in_production} AS first_in_production,
       k.commits,
       c.id AS controller
FROM (SELECT t.ticket,
             SUM(t.commits)::int AS commits,
             MIN(t.controller_no) AS controller_no,
             MIN((SELECT MIN(t.arrivals[a.i + 3])
                  FROM generate_series(1, cardinality(t.arrivals), 4) a(i)
                  JOIN targets g ON g.no = t.arrivals[a.i] AND g.tier = 'production'
                  WHERE t.arrivals[a.i + 3] < 9223372036854775807)) AS in_production
      FROM tickets t
      GROUP BY t.ticket) k
LEFT JOIN LATERAL (
      SELECT g.environment, g.tier, g.controller_no, t.arrivals[a.i + 3] AS shipped
      FROM tickets t
      CROSS JOIN LATERAL generate_series(1, cardinality(t.arrivals), 4) a(i)
      JOIN targets g ON g.no = t.arrivals[a.i]
      WHERE t.ticket = k.ticket AND t.arrivals[a.i + 3] < 9223372036854775807
      ORDER BY array_position(ARRAY['production', 'staging', 'testing', 'development'], g.tier::text) NULLS LAST,
               t.arrivals[a.i + 3], g.environment, g.controller_no
      LIMIT 1) f ON TRUE
JOIN controllers c ON c.no = COALESCE(f.controller_no, k.controller_no);

CREATE OR REPLACE VIEW ${bi}.gates AS
SELECT c.id AS controller,
       g.id AS gate_id,
       r.result ->> 'policy' AS policy,
       g.service,
       g.environment,
       g.tier,
       g.version,
       ${time:g.evaluated} AS evaluated,
       g.verdict,
       COALESCE(r.result -> 'override' ->> 'original', g.verdict) AS own_verdict,
       r.result -> 'override' IS NOT NULL AS overridden,
       g.job,
       g.build_number,
       g.build_url,
       g.sprint_id
FROM gates g
JOIN controllers c ON c.no = g.controller_no
CROSS JOIN LATERAL (SELECT ${json:g.result} AS result) r;

CREATE OR REPLACE VIEW ${bi}.gate_conditions AS
SELECT c.id AS controller,
       g.id AS gate_id,
       k.n::int AS condition_number,
       k.condition ->> 'type' AS condition,
       k.condition ->> 'verdict' AS verdict,
       k.condition ->> 'expected' AS expected,
       k.condition ->> 'actual' AS actual,
       g.service,
       g.environment,
       ${time:g.evaluated} AS evaluated,
       g.sprint_id
FROM gates g
JOIN controllers c ON c.no = g.controller_no
CROSS JOIN LATERAL jsonb_array_elements(${json:g.result} -> 'conditions') WITH ORDINALITY AS k(condition, n);

CREATE OR REPLACE VIEW ${bi}.gate_decisions AS
SELECT c.id AS controller,
       d.id AS decision_id,
       d.kind,
       d.policy,
       d.service,
       d.environment,
       d.version,
       ${time:d.decided} AS decided,
       k.content -> 'by' ->> 'id' AS decided_by,
       k.content -> 'second' ->> 'id' AS agreed_by,
       (k.content ->> 'secondAt')::timestamptz AS agreed,
       k.content ->> 'reason' AS reason,
       (k.content ->> 'expires')::timestamptz AS expires,
       d.job,
       d.build_number,
       d.build_url
FROM decisions d
JOIN controllers c ON c.no = d.controller_no
CROSS JOIN LATERAL (SELECT ${json:d.content} AS content) k;

CREATE OR REPLACE VIEW ${bi}.incidents AS
SELECT c.id AS controller,
       i.id AS incident_id,
       i.service,
       i.environment,
       i.tier,
       i.severity,
       i.summary,
       ${time:i.opened} AS opened,
       ${time:i.resolved} AS resolved,
       ((i.resolved - i.opened) / 1e6)::float8 AS open_seconds,
       COALESCE(i.caused_by, b.id) AS caused_by,
       i.restored_by,
       ${time:COALESCE(r.finished, i.resolved)} AS restored,
       CASE WHEN COALESCE(r.finished, i.resolved) >= b.finished
           THEN ((COALESCE(r.finished, i.resolved) - b.finished) / 1e6)::float8 END AS recovery_seconds
FROM incidents i
JOIN controllers c ON c.no = i.controller_no
LEFT JOIN deployments b ON b.no = i.blamed_no
LEFT JOIN deployments r ON r.id = i.restored_by AND r.controller_no = i.controller_no;

-- of several controllers the first commitment and the last word on the contents, of a sprint's own tracker
CREATE OR REPLACE VIEW ${bi}.sprint_tickets AS
SELECT s.id AS sprint_id,
       s.name AS sprint,
       k.ticket,
       CASE WHEN m.content IS NOT NULL THEN COALESCE(m.content -> 'tickets' @> to_jsonb(k.ticket), FALSE) END AS promised,
       COALESCE(n.content -> 'tickets' @> to_jsonb(k.ticket), FALSE) AS in_sprint,
       COALESCE(n.content -> 'done' @> to_jsonb(k.ticket), FALSE) AS done,
       COALESCE(n.content -> 'blocked' @> to_jsonb(k.ticket), FALSE) AS blocked,
       EXISTS (SELECT FROM jsonb_array_elements(n.content -> 'carried') r
               WHERE r ->> 'ticket' = k.ticket AND r -> 'from' <> '[]') AS carried_over,
       b.ticket IS NOT NULL
           OR EXISTS (SELECT FROM tickets t
                      WHERE t.ticket = k.ticket AND (t.commits > 0 OR cardinality(t.arrivals) > 0)) AS changed,
       (SELECT ${time:MIN(t.arrivals[a.i + 3])}
        FROM tickets t
        CROSS JOIN LATERAL generate_series(1, cardinality(t.arrivals), 4) a(i)
        JOIN targets g ON g.no = t.arrivals[a.i] AND g.tier = 'production'
        WHERE t.ticket = k.ticket AND t.arrivals[a.i + 3] < 9223372036854775807) AS first_in_production,
       n.tracker,
       ${time:n.at} AS looked_at,
       c.id AS controller
FROM sprints s
-- the sprint's own tracker; where a calendar gave the dates, the only one that knows a sprint of this id
CROSS JOIN LATERAL (
      SELECT CASE WHEN bool_or(x.tracker = s.source) THEN s.source
                  WHEN COUNT(*) = 1 AND COALESCE(s.source, 'calendar') = 'calendar' THEN MIN(x.tracker) END AS tracker
      FROM (SELECT p.tracker FROM sprint_contents p WHERE p.sprint_id = s.id
            UNION SELECT p.tracker FROM commitments p WHERE p.sprint_id = s.id) x) q
JOIN LATERAL (SELECT ${json:x.content} AS content, x.tracker, x.at, x.controller_no
              FROM sprint_contents x WHERE x.sprint_id = s.id AND x.tracker = q.tracker
              ORDER BY x.at DESC, x.controller_no LIMIT 1) n ON TRUE
LEFT JOIN LATERAL (SELECT ${json:x.content} AS content
                   FROM commitments x WHERE x.sprint_id = s.id AND x.tracker = q.tracker
                   ORDER BY x.at, x.controller_no LIMIT 1) m ON TRUE
JOIN controllers c ON c.no = n.controller_no
CROSS JOIN LATERAL (
      SELECT jsonb_array_elements_text(n.content -> 'tickets') AS ticket
      UNION SELECT jsonb_array_elements_text(m.content -> 'tickets')
      UNION SELECT r ->> 'ticket' FROM jsonb_array_elements(n.content -> 'changes') r) k
LEFT JOIN (SELECT DISTINCT w.id, e.ticket
           FROM sprints w
           -- a build's number begins with the second of its start
           JOIN builds x ON x.no >= LEAST(GREATEST(w.started / 1000000, 0), 8589934591) << 30
               AND x.no <= LEAST(GREATEST(w.ended / 1000000, 0), 8589934591) << 30 | 1073741823
               AND x.started >= w.started AND x.started < w.ended
           CROSS JOIN LATERAL unnest(x.tickets) e(ticket)
           WHERE NOT EXISTS (SELECT FROM sprints o WHERE o.id = w.id AND o.controller_no < w.controller_no)) b
    ON b.id = s.id AND b.ticket = k.ticket
WHERE NOT EXISTS (SELECT FROM sprints o WHERE o.id = s.id AND o.controller_no < s.controller_no);

-- what happened in a sprint's time, as the board counts it; null where there are too few facts
CREATE OR REPLACE VIEW ${bi}.sprint_metrics AS
WITH w AS NOT MATERIALIZED (
    SELECT s.id, s.name, s.board, s.started, s.ended, c.id AS controller,
           LEAST(s.ended, (EXTRACT(EPOCH FROM now()) * 1000000)::bigint) AS until
    FROM sprints s
    JOIN controllers c ON c.no = s.controller_no
    WHERE NOT EXISTS (SELECT FROM sprints o WHERE o.id = s.id AND o.controller_no < s.controller_no))
SELECT w.id AS sprint_id,
       w.name AS sprint,
       w.board,
       ${time:w.started} AS started,
       ${time:w.ended} AS ended,
       t.tier,
       COALESCE(d.finished, 0) AS deployments,
       COALESCE(d.reached, 0) AS deployments_reached,
       COALESCE(d.failures, 0) AS deployments_failed,
       COALESCE(d.hotfixes, 0) AS hotfixes,
       CASE WHEN w.until > w.started
           THEN NULLIF(d.reached, 0) / GREATEST(1, ((w.until - w.started) / 86400e6)::float8) END AS deployments_per_day,
       l.commits AS lead_time_commits,
       l.median AS lead_time_seconds,
       l.p90 AS lead_time_p90_seconds,
       d.failures::float8 / NULLIF(d.finished, 0) AS change_failure_rate,
       d.recovery AS recovery_seconds,
       d.hotfixes::float8 / NULLIF(d.kinds, 0) AS rework_rate,
       a.availability,
       k.delivered AS delivered_tickets,
       NULLIF(b.builds, 0) AS builds,
       b.successful::float8 / NULLIF(b.decided, 0) AS build_success_rate,
       b.duration AS build_duration_seconds,
       b.tests_passed::float8 / NULLIF(b.tests_run, 0) AS test_pass_rate,
       CASE WHEN b.tests_run > 0 THEN b.tests_flaky END AS flaky_tests,
       g.opened::float8 / NULLIF(g.decided, 0) AS gate_pass_rate,
       w.controller
FROM w
CROSS JOIN (SELECT DISTINCT x.tier FROM targets x) t
LEFT JOIN (
      SELECT w.id, x.tier,
             COUNT(*) FILTER (WHERE x.is_finished)::int AS finished,
             COUNT(*) FILTER (WHERE x.is_finished AND x.reached)::int AS reached,
             COUNT(*) FILTER (WHERE x.failure)::int AS failures,
             COUNT(*) FILTER (WHERE x.is_finished AND x.kind = 'hotfix')::int AS hotfixes,
             COUNT(*) FILTER (WHERE x.is_finished AND x.kind IS NOT NULL)::int AS kinds,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ((x.restored - x.finished) / 1e6)::float8)
                 FILTER (WHERE x.failure AND x.restored >= x.finished) AS recovery
      FROM w
      JOIN (SELECT d.tier, d.service, d.ended, d.finished, d.reached, d.kind,
                   d.status IN ('successful', 'failed', 'rolled-back') AS is_finished,
                   d.status IN ('failed', 'rolled-back') OR d.status = 'successful'
                       AND EXISTS (SELECT FROM incidents i WHERE i.blamed_no = d.no) AS failure,
                   (SELECT CASE WHEN d.restored IS NULL AND COUNT(*) > COUNT(e.ended) THEN NULL
                               ELSE GREATEST(d.restored, MAX(e.ended)) END
                    FROM (SELECT COALESCE(r.finished, i.resolved) AS ended
                          FROM incidents i
                          LEFT JOIN deployments r ON r.id = i.restored_by AND r.controller_no = i.controller_no
                          WHERE i.blamed_no = d.no) e) AS restored
            FROM deployments d) x ON x.ended >= w.started AND x.ended < w.ended
      GROUP BY w.id, x.tier) d ON d.id = w.id AND d.tier = t.tier
LEFT JOIN (
      SELECT w.id, x.tier,
             COUNT(*)::int AS commits,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ((x.ended - e.authored) / 1e6)::float8) AS median,
             percentile_cont(0.9) WITHIN GROUP (ORDER BY ((x.ended - e.authored) / 1e6)::float8) AS p90
      FROM w
      JOIN deployments x ON x.ended >= w.started AND x.ended < w.ended
      CROSS JOIN LATERAL unnest(x.commits_authored[1:x.commits_shipped]) e(authored)
      WHERE e.authored <= x.ended
      GROUP BY w.id, x.tier) l ON l.id = w.id AND l.tier = t.tier
LEFT JOIN (
      SELECT w.id, x.tier, COUNT(DISTINCT e.ticket)::int AS delivered
      FROM w
      JOIN deployments x ON x.ended >= w.started AND x.ended < w.ended
      CROSS JOIN LATERAL unnest(x.tickets[1:x.tickets_shipped]) e(ticket)
      WHERE NOT EXISTS (
            SELECT FROM tickets k
            CROSS JOIN LATERAL generate_series(1, cardinality(k.arrivals), 4) a(i)
            JOIN targets g ON g.no = k.arrivals[a.i]
            WHERE k.ticket = e.ticket AND g.tier = x.tier AND k.arrivals[a.i + 3] < w.started)
      GROUP BY w.id, x.tier) k ON k.id = w.id AND k.tier = t.tier
LEFT JOIN (
      SELECT p.id, p.tier,
             (1 - SUM(COALESCE((SELECT SUM(upper(r) - lower(r))
                                FROM unnest(q.broken * int8multirange(int8range(p.since, p.until))) r), 0))
                 / SUM(p.until - p.since))::float8 AS availability
      FROM (SELECT w.id, x.tier, x.service, x.environment, w.until,
                   GREATEST(MIN(x.first_reached), w.started) AS since
            FROM w
            JOIN targets x ON x.first_reached < w.until
            GROUP BY w.id, w.started, w.until, x.tier, x.service, x.environment) p
      LEFT JOIN (SELECT w.id, i.tier, i.service, i.environment,
                        range_agg(int8range(i.opened, LEAST(i.resolved, w.until))) AS broken
                 FROM w
                 JOIN incidents i ON i.opened < w.until AND (i.resolved IS NULL OR i.resolved > w.started)
                 GROUP BY w.id, i.tier, i.service, i.environment) q
          ON q.id = p.id AND q.tier = p.tier AND q.service = p.service AND q.environment = p.environment
      WHERE p.since < p.until
      GROUP BY p.id, p.tier) a ON a.id = w.id AND a.tier = t.tier
LEFT JOIN (
      SELECT w.id,
             COUNT(*) FILTER (WHERE x.result <> 'in-progress')::int AS builds,
             COUNT(*) FILTER (WHERE x.result IN ('successful', 'unstable', 'failed')) AS decided,
             COUNT(*) FILTER (WHERE x.result = 'successful') AS successful,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY x.duration_millis / 1e3::float8)
                 FILTER (WHERE x.result IN ('successful', 'unstable', 'failed') AND x.duration_millis > 0) AS duration,
             SUM(x.tests_passed) AS tests_passed,
             SUM(x.tests_passed + x.tests_failed) AS tests_run,
             SUM(x.tests_flaky) AS tests_flaky
      FROM w
      -- a build's number begins with the second of its start
      JOIN builds x ON x.no >= LEAST(GREATEST(w.started / 1000000, 0), 8589934591) << 30
          AND x.no <= LEAST(GREATEST(w.ended / 1000000, 0), 8589934591) << 30 | 1073741823
          AND x.started >= w.started AND x.started < w.ended
      GROUP BY w.id) b ON b.id = w.id
LEFT JOIN (
      SELECT w.id, y.tier,
             COUNT(*) FILTER (WHERE x.verdict IN ('PASS', 'WARN')) AS opened,
             COUNT(*) FILTER (WHERE x.verdict <> 'INCONCLUSIVE') AS decided
      FROM w
      CROSS JOIN (SELECT DISTINCT z.tier FROM targets z) y
      JOIN gates x ON x.evaluated >= w.started AND x.evaluated < w.ended AND COALESCE(x.tier, y.tier) = y.tier
      GROUP BY w.id, y.tier) g ON g.id = w.id AND g.tier = t.tier;

-- the same of each service that something was deployed of
CREATE OR REPLACE VIEW ${bi}.service_sprint_metrics AS
WITH w AS NOT MATERIALIZED (
    SELECT s.id, s.name, s.board, s.started, s.ended, c.id AS controller,
           LEAST(s.ended, (EXTRACT(EPOCH FROM now()) * 1000000)::bigint) AS until
    FROM sprints s
    JOIN controllers c ON c.no = s.controller_no
    WHERE NOT EXISTS (SELECT FROM sprints o WHERE o.id = s.id AND o.controller_no < s.controller_no))
SELECT w.id AS sprint_id,
       w.name AS sprint,
       w.board,
       ${time:w.started} AS started,
       ${time:w.ended} AS ended,
       t.tier,
       t.service,
       COALESCE(d.finished, 0) AS deployments,
       COALESCE(d.reached, 0) AS deployments_reached,
       COALESCE(d.failures, 0) AS deployments_failed,
       COALESCE(d.hotfixes, 0) AS hotfixes,
       CASE WHEN w.until > w.started
           THEN NULLIF(d.reached, 0) / GREATEST(1, ((w.until - w.started) / 86400e6)::float8) END AS deployments_per_day,
       l.commits AS lead_time_commits,
       l.median AS lead_time_seconds,
       l.p90 AS lead_time_p90_seconds,
       d.failures::float8 / NULLIF(d.finished, 0) AS change_failure_rate,
       d.recovery AS recovery_seconds,
       d.hotfixes::float8 / NULLIF(d.kinds, 0) AS rework_rate,
       k.delivered AS delivered_tickets,
       w.controller
FROM w
JOIN (SELECT DISTINCT w.id, x.tier, x.service
      FROM w
      JOIN deployments x ON x.ended >= w.started AND x.ended < w.ended) t ON t.id = w.id
LEFT JOIN (
      SELECT w.id, x.tier, x.service,
             COUNT(*) FILTER (WHERE x.is_finished)::int AS finished,
             COUNT(*) FILTER (WHERE x.is_finished AND x.reached)::int AS reached,
             COUNT(*) FILTER (WHERE x.failure)::int AS failures,
             COUNT(*) FILTER (WHERE x.is_finished AND x.kind = 'hotfix')::int AS hotfixes,
             COUNT(*) FILTER (WHERE x.is_finished AND x.kind IS NOT NULL)::int AS kinds,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ((x.restored - x.finished) / 1e6)::float8)
                 FILTER (WHERE x.failure AND x.restored >= x.finished) AS recovery
      FROM w
      JOIN (SELECT d.tier, d.service, d.ended, d.finished, d.reached, d.kind,
                   d.status IN ('successful', 'failed', 'rolled-back') AS is_finished,
                   d.status IN ('failed', 'rolled-back') OR d.status = 'successful'
                       AND EXISTS (SELECT FROM incidents i WHERE i.blamed_no = d.no) AS failure,
                   (SELECT CASE WHEN d.restored IS NULL AND COUNT(*) > COUNT(e.ended) THEN NULL
                               ELSE GREATEST(d.restored, MAX(e.ended)) END
                    FROM (SELECT COALESCE(r.finished, i.resolved) AS ended
                          FROM incidents i
                          LEFT JOIN deployments r ON r.id = i.restored_by AND r.controller_no = i.controller_no
                          WHERE i.blamed_no = d.no) e) AS restored
            FROM deployments d) x ON x.ended >= w.started AND x.ended < w.ended
      GROUP BY w.id, x.tier, x.service) d ON d.id = w.id AND d.tier = t.tier AND d.service = t.service
LEFT JOIN (
      SELECT w.id, x.tier, x.service,
             COUNT(*)::int AS commits,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ((x.ended - e.authored) / 1e6)::float8) AS median,
             percentile_cont(0.9) WITHIN GROUP (ORDER BY ((x.ended - e.authored) / 1e6)::float8) AS p90
      FROM w
      JOIN deployments x ON x.ended >= w.started AND x.ended < w.ended
      CROSS JOIN LATERAL unnest(x.commits_authored[1:x.commits_shipped]) e(authored)
      WHERE e.authored <= x.ended
      GROUP BY w.id, x.tier, x.service) l ON l.id = w.id AND l.tier = t.tier AND l.service = t.service
LEFT JOIN (
      SELECT w.id, x.tier, x.service, COUNT(DISTINCT e.ticket)::int AS delivered
      FROM w
      JOIN deployments x ON x.ended >= w.started AND x.ended < w.ended
      CROSS JOIN LATERAL unnest(x.tickets[1:x.tickets_shipped]) e(ticket)
      WHERE NOT EXISTS (
            SELECT FROM tickets k
            CROSS JOIN LATERAL generate_series(1, cardinality(k.arrivals), 4) a(i)
            JOIN targets g ON g.no = k.arrivals[a.i]
            WHERE k.ticket = e.ticket AND g.tier = x.tier AND g.service = x.service AND k.arrivals[a.i + 3] < w.started)
      GROUP BY w.id, x.tier, x.service) k ON k.id = w.id AND k.tier = t.tier AND k.service = t.service;

-- what a sprint promised, against what reached production in its time
CREATE OR REPLACE VIEW ${bi}.sprint_promises AS
SELECT s.sprint_id,
       s.sprint,
       s.board,
       s.started,
       s.ended,
       k.tracker,
       k.looked_at,
       COUNT(*) FILTER (WHERE k.in_sprint)::int AS tickets,
       COUNT(*) FILTER (WHERE k.in_sprint AND k.done)::int AS done,
       CASE WHEN COUNT(k.promised) > 0 THEN COUNT(*) FILTER (WHERE k.promised)::int END AS promised,
       CASE WHEN COUNT(*) FILTER (WHERE k.in_sprint AND k.done AND k.changed) > 0
           THEN COUNT(*) FILTER (WHERE k.in_sprint AND k.done AND k.changed
               AND (k.first_in_production >= u.until) IS NOT FALSE)::int END AS done_not_deployed,
       CASE WHEN COUNT(*) FILTER (WHERE k.in_sprint AND k.first_in_production < u.until) > 0
           THEN COUNT(*) FILTER (WHERE k.in_sprint AND NOT k.done AND k.first_in_production < u.until)::int
           END AS deployed_not_done,
       CASE WHEN COUNT(*) FILTER (WHERE k.in_sprint) > 0
           THEN COUNT(*) FILTER (WHERE k.in_sprint AND k.carried_over)::int END AS carried_over,
       CASE WHEN COUNT(k.promised) > 0 THEN COUNT(*) FILTER (WHERE NOT k.promised)::int END AS added_after_start,
       CASE WHEN COUNT(k.promised) > 0 THEN MAX(y.unplanned)::float8 / NULLIF(MAX(y.delivered), 0) END AS unplanned_share,
       k.controller
FROM ${bi}.sprints s
JOIN ${bi}.sprint_tickets k ON k.sprint_id = s.sprint_id
CROSS JOIN LATERAL (SELECT LEAST(s.ended, now()) AS until) u
LEFT JOIN (
      SELECT e.id,
             COUNT(*) AS delivered,
             COUNT(*) FILTER (WHERE NOT EXISTS (SELECT FROM ${bi}.sprint_tickets z
                 WHERE z.sprint_id = e.id AND z.ticket = e.ticket AND z.promised)) AS unplanned
      FROM (SELECT DISTINCT w.id, e.ticket
            FROM sprints w
            JOIN deployments x ON x.ended >= w.started AND x.ended < w.ended AND x.tier = 'production'
            CROSS JOIN LATERAL unnest(x.tickets[1:x.tickets_shipped]) e(ticket)
            WHERE NOT EXISTS (SELECT FROM sprints o WHERE o.id = w.id AND o.controller_no < w.controller_no)
            AND NOT EXISTS (
                  SELECT FROM tickets k
                  CROSS JOIN LATERAL generate_series(1, cardinality(k.arrivals), 4) a(i)
                  JOIN targets g ON g.no = k.arrivals[a.i] AND g.tier = 'production'
                  WHERE k.ticket = e.ticket AND k.arrivals[a.i + 3] < w.started)) e
      -- of the projects that the sprint has tickets of; a project is what stands before the number
      WHERE EXISTS (SELECT FROM ${bi}.sprint_tickets z
                    WHERE z.sprint_id = e.id AND (z.promised OR z.in_sprint)
                    AND COALESCE(substring(z.ticket FROM '^(.*[-#])[0-9]+$'), '')
                        = COALESCE(substring(e.ticket FROM '^(.*[-#])[0-9]+$'), ''))
      GROUP BY e.id) y ON y.id = s.sprint_id
GROUP BY s.sprint_id, s.sprint, s.board, s.started, s.ended, k.tracker, k.looked_at, k.controller;
