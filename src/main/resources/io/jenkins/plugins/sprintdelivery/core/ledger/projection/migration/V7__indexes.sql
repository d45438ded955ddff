-- Made after the first load of an empty database. Ids of commits come in no order, which makes this one the only index that
-- is made faster from everything at once than kept up to date meanwhile.
CREATE INDEX commits_id ON commits (id, controller_no);
