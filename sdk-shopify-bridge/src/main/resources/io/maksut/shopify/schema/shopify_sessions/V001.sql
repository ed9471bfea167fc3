-- One row per session that the engine has not: its payment is not known yet, or it was declined without. Once the engine has it
-- the row goes. Leased by whoever looks for its payment, or tells Shopify that it was declined.
-- kind: refund, capture, void. state: waiting, declined. amount in minor units; both it and currency are null for a void.
-- failures: looks in vain, then tellings in vain. set_aside_at: since when a worker of another version cannot read it.
create table maksut_shopify_session (
  id {id},
  claimable_at {instant},
  lease_owner {text(120)},
  lease_token {number} not null default 0,
  shop {text(120)} not null,
  session_id {text(255)} not null,
  payment_id {text(255)} not null,
  kind {text(10)} not null,
  state {text(20)} not null,
  currency {text(3)},
  amount {number},
  language {text(35)} not null,
  failures {number} not null,
  review_reason {text(30)},
  reason {text(500)},
  answer {text(500)},
  told_at {instant},
  decided_by {text(255)},
  decided_because {long_text},
  created_at {instant} not null,
  correlation_id {text(64)} not null,
  changed_at {instant} not null,
  set_aside_at {instant},
  unique (shop, session_id)
);
create index maksut_shopify_session_claim on maksut_shopify_session (claimable_at, id) {where claimable_at is not null};
create index maksut_shopify_session_review on maksut_shopify_session (review_reason, id) {where review_reason is not null};
create index maksut_shopify_session_set_aside on maksut_shopify_session (set_aside_at, id) {where set_aside_at is not null};
