-- One row per payment that sessions of a payments app concern, by Shopify's payment id. It is what workers lease, so that one
-- at a time is at a payment. set_aside_at: since when a worker of another version cannot read a session of it.
create table maksut_shopify_turn (
  id {id},
  claimable_at {instant},
  lease_owner {text(120)},
  lease_token {number} not null default 0,
  shop {text(120)} not null,
  payment_id {text(255)} not null,
  wakes {number} not null,
  set_aside_at {instant},
  unique (shop, payment_id)
);
create index maksut_shopify_turn_set_aside on maksut_shopify_turn (set_aside_at, id) {where set_aside_at is not null};
create index maksut_shopify_turn_claim on maksut_shopify_turn (claimable_at, id) {where claimable_at is not null};

-- One row per session: captures and voids, and refunds that could not be handed to the engine at once.
-- kind: refund, capture, void. state: received, intended, done, declined, handed_over.
-- amount in minor units; both it and currency are null for a void.
create table maksut_shopify_session (
  id {id},
  turn_id {number} not null,
  shop {text(120)} not null,
  session_id {text(255)} not null,
  kind {text(10)} not null,
  state {text(20)} not null,
  currency {text(3)},
  amount {number},
  language {text(35)} not null,
  captured_before {number},
  attempts {number} not null,
  intended_at {instant},
  due_at {instant},
  failures {number} not null,
  hold {text(30)},
  reason {text(500)},
  reject_code {text(40)},
  answer {text(500)},
  tell_at {instant},
  tell_failures {number} not null,
  told_at {instant},
  decided_by {text(255)},
  decided_because {long_text},
  created_at {instant} not null,
  changed_at {instant} not null,
  unique (shop, session_id)
);
create index maksut_shopify_session_turn on maksut_shopify_session (turn_id, id);
create index maksut_shopify_session_hold on maksut_shopify_session (hold, id) {where hold is not null};
