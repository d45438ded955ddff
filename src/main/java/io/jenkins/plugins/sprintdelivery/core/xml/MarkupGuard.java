package io.jenkins.plugins.sprintdelivery.core.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what an XML parser must hold at once. The parser hands out text in pieces but keeps a whole tag, comment or
 * attribute in memory, so the bytes it reads for one event are what counts.
 */
public final class MarkupGuard extends FilterInputStream {

    private final long maxTotal;
    private final long maxPerEvent;
    private long total;
    private long sinceEvent;
    private String complaint;

    /**
     * @param in what is read; closed with this
     * @param maxTotal how many bytes there may be in all
     * @param maxPerEvent how many bytes one tag, comment or piece of text may have
     */
    public MarkupGuard(InputStream in, long maxTotal, long maxPerEvent) {
        super(in);
        this.maxTotal = maxTotal;
        this.maxPerEvent = maxPerEvent;
    }

    /** The parser handed out an event. */
    public void eventRead() {
        sinceEvent = 0;
    }

    /** Which bound was broken, in words, or null. */
    public String complaint() {
        return complaint;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) throws IOException {
        total += bytes;
        sinceEvent += bytes;
        if (total > maxTotal) {
            complaint = "the file is larger than " + maxTotal / (1024 * 1024) + " MB";
        } else if (sinceEvent > maxPerEvent) {
            complaint = "a single tag or comment is larger than " + maxPerEvent / (1024 * 1024) + " MB";
        }
        if (complaint != null) {
            throw new IOException(complaint);
        }
    }
}
