package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.util.List;
import java.util.UUID;

/**
 * What came of bringing an export into a ledger.
 *
 * @param source identity of the controller whose ledger was exported
 * @param read lines in the export
 * @param recorded lines that are new in this ledger
 * @param known lines that it held already
 * @param damaged lines that could not be taken
 * @param problems the first of these, with file and line of the export
 */
public record MergeReport(
        UUID source, long read, long recorded, long known, long damaged, List<LedgerProblem> problems) {}
