-- Made after the first load of an empty database, which is faster than to keep them up to date meanwhile.
CREATE INDEX commits_id ON commits (id, controller_no);
CREATE INDEX tickets_ticket ON tickets (ticket, controller_no);
CREATE INDEX builds_job ON builds (job_no, build_number);
CREATE INDEX deployments_id ON deployments (id, controller_no);
CREATE INDEX deployments_target ON deployments (target_no, ended);
CREATE INDEX deployments_version ON deployments (target_no, version);
CREATE INDEX deployments_job ON deployments (job_no, build_number);
CREATE INDEX deployments_started ON deployments (started);
CREATE INDEX deployments_ended ON deployments (ended);
CREATE INDEX deployments_sprint ON deployments (sprint_id);
CREATE INDEX incidents_target ON incidents (target_no, opened);
CREATE INDEX incidents_opened ON incidents (opened);
CREATE INDEX incidents_blamed ON incidents (blamed_no);
CREATE INDEX incidents_caused_by ON incidents (caused_by);
