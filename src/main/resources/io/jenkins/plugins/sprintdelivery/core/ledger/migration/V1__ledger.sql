-- The projection of the journal. Everything here can be rebuilt from it.
-- Moments are microseconds since 1970-01-01T00:00:00Z. Numbers ("no") are given by the projection and mean nothing
-- outside; a controller's numbers begin with its own, so that controllers sharing a database never collide.

CREATE TABLE controllers (
    no INT PRIMARY KEY,
    id VARCHAR NOT NULL UNIQUE,
    -- how far its journal is applied; changes in the same transaction as the rows
    journal_file VARCHAR NOT NULL,
    journal_offset BIGINT NOT NULL,
    journal_line BIGINT NOT NULL
);

CREATE TABLE journal_problems (
    controller_no INT NOT NULL,
    file VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    PRIMARY KEY (controller_no, file, line)
);

CREATE TABLE services (
    controller_no INT NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (controller_no, name)
);

CREATE TABLE jobs (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    name VARCHAR NOT NULL,
    UNIQUE (controller_no, name)
);

CREATE TABLE sprints (
    controller_no INT NOT NULL,
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    board VARCHAR,
    goal VARCHAR,
    state VARCHAR NOT NULL,
    started BIGINT NOT NULL,
    planned_end BIGINT NOT NULL,
    actual_end BIGINT,
    ended BIGINT NOT NULL,
    source VARCHAR,
    PRIMARY KEY (controller_no, id)
);
CREATE INDEX sprints_started ON sprints (started);

CREATE TABLE commits (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    id VARCHAR NOT NULL,
    -- null while only its id is known
    authored BIGINT,
    subject VARCHAR,
    UNIQUE (id, controller_no)
);

CREATE TABLE commit_tickets (
    commit_no BIGINT NOT NULL,
    ticket VARCHAR NOT NULL
);
CREATE INDEX commit_tickets_commit ON commit_tickets (commit_no, ticket);
CREATE INDEX commit_tickets_ticket ON commit_tickets (ticket);

CREATE TABLE builds (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    job_no BIGINT NOT NULL,
    build_number INT NOT NULL,
    url VARCHAR,
    service VARCHAR NOT NULL,
    result VARCHAR NOT NULL,
    started BIGINT NOT NULL,
    duration_millis BIGINT NOT NULL,
    sprint_given VARCHAR,
    sprint_id VARCHAR,
    tests_passed INT,
    tests_failed INT,
    tests_skipped INT,
    tests_flaky INT,
    version VARCHAR,
    UNIQUE (job_no, build_number)
);
CREATE INDEX builds_started ON builds (started);
CREATE INDEX builds_sprint ON builds (sprint_id, controller_no);

CREATE TABLE build_commits (
    build_no BIGINT NOT NULL,
    commit_no BIGINT NOT NULL
);
CREATE INDEX build_commits_build ON build_commits (build_no, commit_no);

CREATE TABLE build_tickets (
    build_no BIGINT NOT NULL,
    ticket VARCHAR NOT NULL
);
CREATE INDEX build_tickets_build ON build_tickets (build_no, ticket);

-- a service in an environment
CREATE TABLE targets (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    service VARCHAR NOT NULL,
    environment VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    first_reached BIGINT,
    running_no BIGINT,
    UNIQUE (controller_no, service, environment)
);

CREATE TABLE deployments (
    no BIGINT PRIMARY KEY,
    controller_no INT NOT NULL,
    id VARCHAR NOT NULL,
    target_no BIGINT NOT NULL,
    service VARCHAR NOT NULL,
    environment VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    commit_id VARCHAR,
    -- "given" is what was recorded, the column beside it what follows from the history
    previous_given VARCHAR,
    previous_version VARCHAR,
    kind_given VARCHAR,
    kind VARCHAR,
    status_given VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    -- whether the version reached the environment, even if it was rolled back later
    reached BOOLEAN NOT NULL,
    started BIGINT NOT NULL,
    finished BIGINT,
    -- its finish, or its start while it has none
    ended BIGINT NOT NULL,
    job_no BIGINT,
    build_number INT,
    build_url VARCHAR,
    sprint_given VARCHAR,
    sprint_id VARCHAR,
    commits_given BOOLEAN NOT NULL,
    restored BIGINT,
    UNIQUE (id, controller_no)
);
CREATE INDEX deployments_target ON deployments (target_no, ended);
CREATE INDEX deployments_version ON deployments (target_no, version);
CREATE INDEX deployments_job ON deployments (job_no, build_number);
CREATE INDEX deployments_started ON deployments (started);
CREATE INDEX deployments_ended ON deployments (ended);
CREATE INDEX deployments_sprint ON deployments (sprint_id, controller_no);

CREATE TABLE deployment_commits (
    deployment_no BIGINT NOT NULL,
    commit_no BIGINT NOT NULL,
    target_no BIGINT NOT NULL,
    -- whether this deployment was the first to bring it there
    shipped BOOLEAN NOT NULL
);
CREATE INDEX deployment_commits_deployment ON deployment_commits (deployment_no);
CREATE INDEX deployment_commits_commit ON deployment_commits (commit_no, target_no);

CREATE TABLE deployment_tickets (
    deployment_no BIGINT NOT NULL,
    ticket VARCHAR NOT NULL,
    target_no BIGINT NOT NULL,
    given BOOLEAN NOT NULL,
    shipped BOOLEAN NOT NULL
);
CREATE INDEX deployment_tickets_deployment ON deployment_tickets (deployment_no);
CREATE INDEX deployment_tickets_ticket ON deployment_tickets (ticket, target_no);

CREATE TABLE incidents (
    controller_no INT NOT NULL,
    id VARCHAR NOT NULL,
    target_no BIGINT NOT NULL,
    service VARCHAR NOT NULL,
    environment VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    opened BIGINT NOT NULL,
    resolved BIGINT,
    caused_by VARCHAR,
    restored_by VARCHAR,
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
    id VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    environment VARCHAR,
    tier VARCHAR,
    version VARCHAR,
    evaluated BIGINT NOT NULL,
    job VARCHAR,
    build_number INT,
    build_url VARCHAR,
    sprint_id VARCHAR,
    verdict VARCHAR NOT NULL,
    result VARCHAR NOT NULL,
    PRIMARY KEY (controller_no, id)
);
CREATE INDEX gates_evaluated ON gates (evaluated);

-- sprints whose summaries are to be made anew
CREATE TABLE stale_sprints (
    controller_no INT NOT NULL,
    sprint_id VARCHAR NOT NULL,
    PRIMARY KEY (controller_no, sprint_id)
);

-- a sprint in a few numbers; service '' is all services together
CREATE TABLE sprint_builds (
    controller_no INT NOT NULL,
    sprint_id VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    builds INT NOT NULL,
    successful INT NOT NULL,
    PRIMARY KEY (controller_no, sprint_id, service)
);

CREATE TABLE sprint_deliveries (
    controller_no INT NOT NULL,
    sprint_id VARCHAR NOT NULL,
    service VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    finished INT NOT NULL,
    successful INT NOT NULL,
    failed INT NOT NULL,
    hotfixes INT NOT NULL,
    commits INT NOT NULL,
    lead_median_millis BIGINT,
    tickets INT NOT NULL,
    PRIMARY KEY (controller_no, sprint_id, service, tier)
);
