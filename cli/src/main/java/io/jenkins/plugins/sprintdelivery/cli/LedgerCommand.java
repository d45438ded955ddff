package io.jenkins.plugins.sprintdelivery.cli;

import picocli.CommandLine.Command;

/** Looks after a ledger's files. */
@Command(
        name = "ledger",
        description = "Looks after a ledger: checks, rebuilds, exports, imports and compacts it, and fills in history.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LedgerVerifyCommand.class,
            LedgerRebuildCommand.class,
            LedgerExportCommand.class,
            LedgerImportCommand.class,
            LedgerCompactCommand.class,
            LedgerBackfillCommand.class
        })
final class LedgerCommand {}
