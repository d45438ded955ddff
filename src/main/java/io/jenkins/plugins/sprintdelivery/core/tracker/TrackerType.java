package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Which tracker a site is, with what only that tracker needs. */
public sealed interface TrackerType {

    /** What the settings file calls it. */
    String label();

    /** Where its API begins unless said otherwise, or null where every team has its own. */
    default URI defaultUrl() {
        return null;
    }

    /** A URL to show to who has to give one, or null. */
    default String exampleUrl() {
        return null;
    }

    /** Whether the secret belongs to a user who has to be named. */
    default boolean needsUser() {
        return false;
    }

    /** What the user is, in words, or null where none is needed. */
    default String userIs() {
        return null;
    }

    /**
     * Jira in the cloud.
     *
     * @param gateway where what is written goes, as Atlassian's clouds of other kinds have another one
     */
    record JiraCloud(URI gateway) implements TrackerType {
        public static final String LABEL = "jira-cloud";

        /** Where most of Atlassian's customers write to. */
        public static final URI GATEWAY = URI.create("https://api.atlassian.com");

        public JiraCloud {
            gateway = gateway == null ? GATEWAY : gateway;
            if (gateway.getHost() == null || gateway.getRawUserInfo() != null || gateway.getRawQuery() != null) {
                throw new IllegalArgumentException("'gateway' is a url with a host and nothing else, as " + GATEWAY);
            }
        }

        /** With the usual gateway. */
        public JiraCloud() {
            this(GATEWAY);
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public String exampleUrl() {
            return "https://acme.atlassian.net";
        }

        @Override
        public boolean needsUser() {
            return true;
        }

        @Override
        public String userIs() {
            return "the e-mail address of the account that made the API token";
        }
    }

    /** Jira on a server of one's own. */
    record JiraDataCenter() implements TrackerType {
        public static final String LABEL = "jira-data-center";

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public String exampleUrl() {
            return "https://jira.acme.com";
        }
    }

    /**
     * Trello, which has no sprints of its own.
     *
     * @param sprintBy what stands for a sprint
     * @param sprintNames which lists, labels or boards are sprints, by their names; the named groups {@code start} and
     *     {@code end} (its last day) give its dates
     */
    record Trello(SprintBy sprintBy, Pattern sprintNames) implements TrackerType {
        public static final String LABEL = "trello";

        /** {@code Sprint 7 (2026-01-05 to 2026-01-16)}; the dates may be left out. */
        public static final Pattern DEFAULT_NAMES = Pattern.compile("(?i)sprint\\b.*?"
                + "(?:(?<start>\\d{4}-\\d{2}-\\d{2})\\s*(?:-|–|to)\\s*(?<end>\\d{4}-\\d{2}-\\d{2}).*)?");

        public Trello {
            Objects.requireNonNull(sprintBy, "sprintBy");
            sprintNames = sprintNames == null ? DEFAULT_NAMES : sprintNames;
        }

        /** What stands for a sprint. */
        public enum SprintBy {
            LIST,
            LABEL,
            BOARD;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public URI defaultUrl() {
            return URI.create("https://api.trello.com/1");
        }

        @Override
        public boolean needsUser() {
            return true;
        }

        @Override
        public String userIs() {
            return "the API key of the Power-Up that made the token";
        }
    }

    /**
     * ClickUp.
     *
     * @param workspace the workspace's id, which custom task ids are looked up in
     */
    record ClickUp(String workspace) implements TrackerType {
        public static final String LABEL = "clickup";

        public ClickUp {
            workspace = required(workspace, "workspace", "the number in the address of every page of ClickUp");
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public URI defaultUrl() {
            return URI.create("https://api.clickup.com/api/v2");
        }
    }

    /**
     * GitHub, its own or an enterprise's.
     *
     * @param repository whose issues {@code #12} are, as {@code owner/name}
     */
    record GitHub(String repository) implements TrackerType {
        public static final String LABEL = "github";

        public GitHub {
            repository = required(repository, "repository", "owner/name");
            if (!repository.matches("[\\w.-]+/[\\w.-]+")) {
                throw new IllegalArgumentException("a repository is written owner/name, not '" + repository + "'");
            }
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public URI defaultUrl() {
            return URI.create("https://api.github.com");
        }
    }

    /**
     * GitLab, its own or a server of one's own.
     *
     * @param project whose issues {@code #12} are, by its id or its path such as {@code acme/shop}
     */
    record GitLab(String project) implements TrackerType {
        public static final String LABEL = "gitlab";

        public GitLab {
            project = required(project, "project", "its path such as acme/shop");
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public URI defaultUrl() {
            return URI.create("https://gitlab.com/api/v4");
        }
    }

    /**
     * Azure Boards.
     *
     * @param project the project's name
     */
    record AzureBoards(String project) implements TrackerType {
        public static final String LABEL = "azure-boards";

        public AzureBoards {
            project = required(project, "project", "its name");
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public String exampleUrl() {
            return "https://dev.azure.com/acme";
        }
    }

    /**
     * Any service that answers with JSON.
     *
     * @param mapping where it keeps what
     */
    record HttpJson(HttpJsonMapping mapping) implements TrackerType {
        public static final String LABEL = "http-json";

        public HttpJson {
            Objects.requireNonNull(mapping, "mapping");
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public String exampleUrl() {
            return "https://plan.acme.com/api";
        }
    }

    private static String required(String value, String name, String example) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("'" + name + "' is missing; give " + example);
        }
        return value.strip();
    }
}
