package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledgers;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rebuild on H2 is compared with: the rows of the big tables of a finished database, inserted into an empty one of the
 * same schema by SQL, in the order of their numbers, in batches of 1,000 and transactions of 5,000. Reading the rows is not
 * counted.
 */
public final class InsertsByHand {

    private static final List<String> TABLES = List.of("commits", "tickets", "builds", "deployments");
    private static final int TRANSACTION = 5_000;
    private static final int BATCH = 1_000;

    private double seconds;
    private double processorSeconds;
    private long rows;

    private InsertsByHand() {}

    /** Inserts the rows of the ledger's database and prints how long that took. */
    public static void measure(Path ledger) throws Exception {
        Path copy = ledger.resolve("by-hand");
        Ledgers.delete(copy);
        ProjectionDatabase.open(new ProjectionStore.Embedded(copy)).close();
        InsertsByHand inserts = new InsertsByHand();
        try (Connection from = DriverManager.getConnection(url(ledger.resolve("projection")));
                Connection to = DriverManager.getConnection(url(copy))) {
            to.setAutoCommit(false);
            for (String table : TABLES) {
                inserts.insert(table, from, to);
            }
        }
        Ledgers.delete(copy);
        System.out.printf(
                "H2, the same rows by hand: %d rows in %.1f s, %.1f s of processor%n",
                inserts.rows, inserts.seconds, inserts.processorSeconds);
    }

    private static String url(Path directory) {
        return "jdbc:h2:" + directory.toAbsolutePath().resolve(ProjectionDatabase.NAME) + ";CACHE_SIZE=16384";
    }

    private void insert(String table, Connection from, Connection to) throws Exception {
        try (Statement query = from.createStatement();
                ResultSet all = query.executeQuery("SELECT * FROM " + table + " ORDER BY no")) {
            int columns = all.getMetaData().getColumnCount();
            String insert = "INSERT INTO " + table + " VALUES (" + ", ?".repeat(columns).substring(2) + ")";
            try (PreparedStatement statement = to.prepareStatement(insert)) {
                List<Object[]> some = next(all, columns);
                while (!some.isEmpty()) {
                    insert(some, statement, to);
                    some = next(all, columns);
                }
            }
        }
    }

    private static List<Object[]> next(ResultSet all, int columns) throws Exception {
        List<Object[]> some = new ArrayList<>();
        while (some.size() < TRANSACTION && all.next()) {
            Object[] row = new Object[columns];
            for (int i = 0; i < columns; i++) {
                Object value = all.getObject(i + 1);
                row[i] = value instanceof Array array ? array.getArray() : value;
            }
            some.add(row);
        }
        return some;
    }

    private void insert(List<Object[]> some, PreparedStatement statement, Connection to) throws Exception {
        long start = System.nanoTime();
        double processor = processorSeconds();
        int batch = 0;
        for (Object[] row : some) {
            for (int i = 0; i < row.length; i++) {
                statement.setObject(i + 1, row[i]);
            }
            statement.addBatch();
            if (++batch % BATCH == 0) {
                statement.executeBatch();
            }
        }
        statement.executeBatch();
        to.commit();
        rows += some.size();
        seconds += (System.nanoTime() - start) / 1e9;
        processorSeconds += processorSeconds() - processor;
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
