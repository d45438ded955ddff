-- Leads to the gate of a service and environment that was asked last.
CREATE INDEX gates_place ON gates (service, environment, evaluated DESC);
