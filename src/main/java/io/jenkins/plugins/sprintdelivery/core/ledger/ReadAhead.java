package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads and sorts out the journal's next portion in a thread of its own, while the one before is written. */
final class ReadAhead implements ProjectionWriter.Portions, AutoCloseable {

    /** A portion with its facts; or where reading failed, or ended, nothing or why. */
    record Portion(JournalReader.Batch batch, FactBatch facts, Exception failure) {}

    private final BlockingQueue<Portion> portions = new ArrayBlockingQueue<>(1);
    private final Thread thread;

    ReadAhead(JournalReader reader, JournalPosition from, JournalPosition to) {
        thread = new Thread(() -> read(reader, from, to), "Sprint Delivery ledger reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(JournalReader reader, JournalPosition from, JournalPosition to) {
        try {
            JournalPosition position = from;
            while (true) {
                Portion portion = portion(reader, position, to);
                portions.put(portion);
                if (portion.batch() == null || portion.batch().lines() == 0) {
                    return;
                }
                position = portion.batch().end();
            }
        } catch (InterruptedException e) {
            // nobody wants more
            return;
        }
    }

    private static Portion portion(JournalReader reader, JournalPosition from, JournalPosition to) {
        try {
            JournalReader.Batch batch = reader.read(from, to);
            FactBatch facts = new FactBatch();
            batch.entries().forEach(entry -> facts.add(entry.event()));
            return new Portion(batch, facts, null);
        } catch (IOException | RuntimeException e) {
            return new Portion(null, null, e);
        }
    }

    @Override
    public Portion next() throws IOException {
        try {
            Portion portion = portions.take();
            if (portion.failure() != null) {
                throw new IOException(portion.failure().getMessage(), portion.failure());
            }
            return portion.batch().lines() == 0 ? null : portion;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the journal", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
