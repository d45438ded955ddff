-- A sprint's id is unique within its tracker only. Tables are made anew, because the databases do not agree on how the key of
-- one is changed.

CREATE TABLE commitments_of_trackers (
    controller_no INT NOT NULL,
    sprint_id ${text} NOT NULL,
    tracker ${text} NOT NULL,
    at BIGINT NOT NULL,
    content ${text} NOT NULL,
    PRIMARY KEY (sprint_id, tracker, controller_no)
);
INSERT INTO commitments_of_trackers (controller_no, sprint_id, tracker, at, content)
    SELECT controller_no, sprint_id, tracker, at, content FROM commitments;
DROP TABLE commitments;
ALTER TABLE commitments_of_trackers RENAME TO commitments;

CREATE TABLE sprint_contents_of_trackers (
    controller_no INT NOT NULL,
    sprint_id ${text} NOT NULL,
    tracker ${text} NOT NULL,
    at BIGINT NOT NULL,
    content ${text} NOT NULL,
    PRIMARY KEY (sprint_id, tracker, controller_no)
);
INSERT INTO sprint_contents_of_trackers (controller_no, sprint_id, tracker, at, content)
    SELECT controller_no, sprint_id, tracker, at, content FROM sprint_contents;
DROP TABLE sprint_contents;
ALTER TABLE sprint_contents_of_trackers RENAME TO sprint_contents;
