-- One row for each refund that a caller starts in a shop. state: sent, created, refused. All that is sent is here before it is
-- sent, so that it can be sent again under the same key, to the letter.
create table maksut_shopify_refund (
  id {id},
  shop {text(120)} not null,
  wish {text(255)} not null,
  order_id {text(255)} not null,
  parent_id {text(255)} not null,
  gateway {text(255)} not null,
  currency {text(3)} not null,
  amount {number} not null,
  note {long_text} not null,
  idempotency_key {text(40)} not null,
  state {text(20)} not null,
  sent_at {instant} not null,
  refund_id {text(255)},
  reason {text(500)},
  changed_at {instant} not null,
  unique (shop, wish)
);
