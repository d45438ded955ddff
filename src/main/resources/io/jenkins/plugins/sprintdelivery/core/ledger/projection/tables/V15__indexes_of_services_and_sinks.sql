-- Leads to a service's deployments in a sprint, for the trend of some services.
CREATE INDEX deployments_service ON deployments (service, sprint_id);
-- Leads to what an event sink was told last, however long the list of what it was told is.
CREATE INDEX outbox_site ON outbox (controller_no, site, sequence);
