package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.util.List;

/**
 * What a compaction did.
 *
 * @param archived months that moved into an archive
 * @param rewritten months from which retention or erasure took something
 * @param removed months of which retention left nothing
 * @param bytesBefore how many bytes these months' files had
 * @param bytesAfter how many they have
 * @param problems months that were left as they are, and why
 */
public record CompactionReport(
        List<String> archived,
        List<String> rewritten,
        List<String> removed,
        long bytesBefore,
        long bytesAfter,
        List<LedgerProblem> problems) {}
