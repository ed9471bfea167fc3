-- state: waiting, done, dead_letter. delivery_key of a delivery without an id is changed when it is first claimed, so that
-- from then on an equal one is stored again. set_aside_at: since when a worker of another version cannot read it.
create table maksut_inbox (
  id {id},
  claimable_at {instant},
  lease_owner {text(120)},
  lease_token {number} not null default 0,
  source {text(255)} not null,
  delivery_key {text(240)} not null,
  collapses {flag} not null,
  subject {text(255)},
  payload {bytes} not null,
  correlation_id {text(64)} not null,
  received_at {instant} not null,
  attempts {number} not null,
  state {text(20)} not null,
  reason {text(500)},
  ended_at {instant},
  set_aside_at {instant},
  unique (source, delivery_key)
);
create index maksut_inbox_claim on maksut_inbox (claimable_at, id) {where claimable_at is not null};
create index maksut_inbox_subject on maksut_inbox (source, subject, id);
create index maksut_inbox_set_aside on maksut_inbox (set_aside_at, id) {where set_aside_at is not null};
create index maksut_inbox_dead on maksut_inbox (state, id) {where state = 'dead_letter'};
-- One row for each subject of which a delivery is being worked on.
create table maksut_inbox_busy (
  source {text(255)} not null,
  subject {text(255)} not null,
  until_at {instant} not null,
  inbox_id {number} not null,
  lease_token {number} not null,
  primary key (source, subject)
);
