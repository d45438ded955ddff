package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalReader;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads and sorts out the journal's next portion in a thread of its own, while the one before is written. */
final class ReadAhead implements ProjectionWriter.Portions, AutoCloseable {

    /** A portion with its facts; or where reading failed, or ended, nothing or why. */
    record Portion(JournalReader.Batch batch, FactBatch facts, Exception failure) {}

    private final BlockingQueue<Portion> portions = new ArrayBlockingQueue<>(1);
    private final Thread thread;

    private final JournalReader reader;
    private final UUID own;
    private final JournalPosition from;
    private final JournalPosition to;

    /**
     * @param own the controller whose facts are sorted out; those of others are in the batch alone
     */
    ReadAhead(JournalReader reader, UUID own, JournalPosition from, JournalPosition to) {
        this.reader = reader;
        this.own = own;
        this.from = from;
        this.to = to;
        thread = new Thread(this::read, "Sprint Delivery ledger reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            JournalPosition position = from;
            while (true) {
                Portion portion = portion(position);
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

    private Portion portion(JournalPosition position) {
        try {
            JournalReader.Batch batch = reader.read(position, to);
            FactBatch facts = new FactBatch();
            batch.entries().stream()
                    .filter(entry -> entry.controller().equals(own))
                    .forEach(entry -> facts.add(entry.event()));
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
    public ReadAhead again() {
        return new ReadAhead(reader, own, from, to);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
