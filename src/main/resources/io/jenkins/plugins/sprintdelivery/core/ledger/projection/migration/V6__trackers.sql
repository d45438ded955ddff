-- What trackers say of sprints, and what is to be told to them.

-- what was promised; the first one recorded of a sprint holds
CREATE TABLE commitments (
    controller_no INT NOT NULL,
    sprint_id ${text} NOT NULL,
    tracker ${text} NOT NULL,
    at BIGINT NOT NULL,
    content ${text} NOT NULL,
    PRIMARY KEY (sprint_id, controller_no)
);

-- what is in a sprint, as its tracker said last
CREATE TABLE sprint_contents (
    controller_no INT NOT NULL,
    sprint_id ${text} NOT NULL,
    tracker ${text} NOT NULL,
    at BIGINT NOT NULL,
    content ${text} NOT NULL,
    PRIMARY KEY (sprint_id, controller_no)
);

CREATE TABLE outbox (
    controller_no INT NOT NULL,
    id ${text} NOT NULL,
    site ${text} NOT NULL,
    kind ${text} NOT NULL,
    subject ${text} NOT NULL,
    said ${text} NOT NULL,
    sequence BIGINT NOT NULL,
    state ${text} NOT NULL,
    at BIGINT NOT NULL,
    -- when it is tried next, or null
    due BIGINT,
    content ${text} NOT NULL,
    PRIMARY KEY (controller_no, id)
);
CREATE INDEX outbox_subject ON outbox (controller_no, subject, site, kind, sequence);
CREATE INDEX outbox_due ON outbox (controller_no, due);
CREATE INDEX outbox_sequence ON outbox (sequence);
