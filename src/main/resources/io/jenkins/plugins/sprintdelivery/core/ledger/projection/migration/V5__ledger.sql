-- The projection of the journal. Everything here can be rebuilt from it.
-- Moments are microseconds since 1970-01-01T00:00:00Z. Numbers ("no") are given by the projection and mean nothing
-- outside; a controller's numbers begin with its own, so that controllers sharing a database never collide.
--
-- An "arrivals" array holds four numbers for each service and environment that something came to: the target's number,
-- the moments of the first and of the last deployment that carried it there (bounds, not always met), and the moment at
-- which a successful deployment first brought it there, or 9223372036854775807 where none did.

CREATE TABLE controllers (
    no INT PRIMARY KEY,
    id ${text} NOT NULL UNIQUE,
    -- how far its journal is applied; changes in the same transaction as the rows
    journal_file ${text} NOT NULL,
    journal_offset BIGINT NOT NULL,
    journal_line BIGINT NOT NULL,
    -- where the last portion began and which event it ended with; tells a journal that is not the one applied
    portion_file ${text} NOT NULL,
    portion_offset BIGINT NOT NULL,
    portion_line BIGINT NOT NULL,
    last_event ${text},
    -- which process applies it, and when that last said so
    writer ${text},
    writer_seen BIGINT
);

-- controllers take turns where they change what they share
CREATE TABLE turns (
    name ${text} PRIMARY KEY,
    taken BIGINT NOT NULL
);
INSERT INTO turns (name, taken) VALUES ('registration', 0);
INSERT INTO turns (name, taken) VALUES ('summaries', 0);

CREATE TABLE journal_problems (
    controller_no INT NOT NULL,
    file ${text} NOT NULL,
    line BIGINT NOT NULL,
    kind ${text} NOT NULL,
    message ${text} NOT NULL,
    PRIMARY KEY (controller_no, file, line)
);

CREATE TABLE services (
    controller_no INT NOT NULL,
    name ${text} NOT NULL,
    PRIMARY KEY (controller_no, name)
);

CREATE TABLE jobs (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    name ${text} NOT NULL,
    UNIQUE (controller_no, name)
);

CREATE TABLE sprints (
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    name ${text} NOT NULL,
    board ${text},
    goal ${text},
    state ${text} NOT NULL,
    started BIGINT NOT NULL,
    planned_end BIGINT NOT NULL,
    actual_end BIGINT,
    ended BIGINT NOT NULL,
    source ${text},
    PRIMARY KEY (id, controller_no)
);
CREATE INDEX sprints_started ON sprints (started);

CREATE TABLE commits (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    -- null while only its id is known
    authored BIGINT,
    subject ${text},
    tickets VARCHAR ARRAY NOT NULL,
    arrivals BIGINT ARRAY NOT NULL,
    -- whether it was found later, rather than recorded when it happened
    inferred BOOLEAN NOT NULL
);

CREATE TABLE tickets (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    ticket ${text} NOT NULL,
    -- how many commits refer to it
    commits INT NOT NULL,
    arrivals BIGINT ARRAY NOT NULL
);
CREATE INDEX tickets_ticket ON tickets (ticket, controller_no);

CREATE TABLE builds (
    -- begins with the second of its start, so that builds of one time are neighbors
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    job_no BIGINT NOT NULL,
    build_number INT NOT NULL,
    url ${text},
    service ${text} NOT NULL,
    result ${text} NOT NULL,
    started BIGINT NOT NULL,
    duration_millis BIGINT NOT NULL,
    sprint_given ${text},
    sprint_id ${text},
    tests_passed INT,
    tests_failed INT,
    tests_skipped INT,
    tests_flaky INT,
    version ${text},
    commits VARCHAR ARRAY NOT NULL,
    tickets VARCHAR ARRAY NOT NULL,
    inferred BOOLEAN NOT NULL
);
CREATE INDEX builds_job ON builds (job_no, build_number);

-- a service in an environment
CREATE TABLE targets (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    service ${text} NOT NULL,
    environment ${text} NOT NULL,
    tier ${text} NOT NULL,
    first_reached BIGINT,
    running_no BIGINT,
    -- when the last deployment ended, or later
    last_ended BIGINT,
    UNIQUE (controller_no, service, environment)
);

CREATE TABLE deployments (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    target_no BIGINT NOT NULL,
    service ${text} NOT NULL,
    environment ${text} NOT NULL,
    tier ${text} NOT NULL,
    version ${text} NOT NULL,
    commit_id ${text},
    -- "given" is what was recorded, the column beside it what follows from the history
    previous_given ${text},
    previous_version ${text},
    kind_given ${text},
    kind ${text},
    status_given ${text} NOT NULL,
    status ${text} NOT NULL,
    -- whether the version reached the environment, even if it was rolled back later
    reached BOOLEAN NOT NULL,
    started BIGINT NOT NULL,
    finished BIGINT,
    -- its finish, or its start while it has none
    ended BIGINT NOT NULL,
    job_no BIGINT,
    build_number INT,
    build_url ${text},
    sprint_given ${text},
    sprint_id ${text},
    commits_given VARCHAR ARRAY NOT NULL,
    tickets_given VARCHAR ARRAY NOT NULL,
    inferred BOOLEAN NOT NULL,
    restored BIGINT,
    -- what it carries, first those that it was the first to bring there, whose number is in "shipped"
    commits VARCHAR ARRAY NOT NULL,
    commits_authored BIGINT ARRAY NOT NULL,
    commits_shipped INT NOT NULL,
    tickets VARCHAR ARRAY NOT NULL,
    tickets_shipped INT NOT NULL
);
CREATE INDEX deployments_id ON deployments (id, controller_no);
CREATE INDEX deployments_target ON deployments (target_no, ended);
CREATE INDEX deployments_version ON deployments (target_no, version);
CREATE INDEX deployments_job ON deployments (job_no, build_number);
CREATE INDEX deployments_started ON deployments (started);
CREATE INDEX deployments_ended ON deployments (ended);
CREATE INDEX deployments_sprint ON deployments (sprint_id);

CREATE TABLE incidents (
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    target_no BIGINT NOT NULL,
    service ${text} NOT NULL,
    environment ${text} NOT NULL,
    tier ${text} NOT NULL,
    severity ${text} NOT NULL,
    summary ${text} NOT NULL,
    opened BIGINT NOT NULL,
    resolved BIGINT,
    caused_by ${text},
    restored_by ${text},
    -- the deployment it is blamed on
    blamed_no BIGINT,
    PRIMARY KEY (controller_no, id)
);
CREATE INDEX incidents_target ON incidents (target_no, opened);
CREATE INDEX incidents_opened ON incidents (opened);
CREATE INDEX incidents_blamed ON incidents (blamed_no);
CREATE INDEX incidents_caused_by ON incidents (caused_by);

CREATE TABLE gates (
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    service ${text} NOT NULL,
    environment ${text},
    tier ${text},
    version ${text},
    evaluated BIGINT NOT NULL,
    job ${text},
    build_number INT,
    build_url ${text},
    sprint_id ${text},
    verdict ${text} NOT NULL,
    result ${text} NOT NULL,
    PRIMARY KEY (controller_no, id)
);
CREATE INDEX gates_evaluated ON gates (evaluated);

-- approvals and overrides, whole as JSON
CREATE TABLE decisions (
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    kind ${text} NOT NULL,
    policy ${text} NOT NULL,
    service ${text},
    environment ${text},
    version ${text},
    job ${text},
    build_number INT,
    build_url ${text},
    decided BIGINT NOT NULL,
    content ${text} NOT NULL,
    PRIMARY KEY (controller_no, id)
);
CREATE INDEX decisions_decided ON decisions (decided);
CREATE INDEX decisions_target ON decisions (policy, service, environment);

-- sprints whose deliveries are to be summed up anew
CREATE TABLE stale_sprints (
    controller_no INT NOT NULL,
    sprint_id ${text} NOT NULL,
    PRIMARY KEY (controller_no, sprint_id)
);

-- a sprint in a few numbers; service '' is all services together
CREATE TABLE sprint_builds (
    sprint_id ${text} NOT NULL,
    service ${text} NOT NULL,
    controller_no INT NOT NULL,
    builds INT NOT NULL,
    successful INT NOT NULL
);
-- holds all there is to know, so that a trend reads nothing else
CREATE INDEX sprint_builds_key ON sprint_builds (service, sprint_id, controller_no, builds, successful);

-- of all controllers together
CREATE TABLE sprint_deliveries (
    sprint_id ${text} NOT NULL,
    service ${text} NOT NULL,
    tier ${text} NOT NULL,
    environment ${text} NOT NULL,
    finished INT NOT NULL,
    successful INT NOT NULL,
    failed INT NOT NULL,
    hotfixes INT NOT NULL,
    commits INT NOT NULL,
    lead_median_millis BIGINT,
    tickets INT NOT NULL
);
CREATE INDEX sprint_deliveries_key ON sprint_deliveries
    (service, tier, environment, sprint_id, finished, successful, failed, hotfixes, commits, lead_median_millis, tickets);
CREATE INDEX sprint_deliveries_sprint ON sprint_deliveries (sprint_id);
