-- One row for each shop: how far its orders have been read. full_began is when the last walk of all orders began that saw
-- every one of them, by our clock; changes_until until when changes were seen since, by the shop's; walk_cursor how far
-- another walk has come.
create table maksut_woo_shop (
  shop {text(120)} not null,
  full_began {instant},
  changes_until {instant},
  walk_cursor {text(400)},
  primary key (shop)
);
-- One row for each order that was ever read.
create table maksut_woo_order (
  shop {text(120)} not null,
  order_id {number} not null,
  created_at {instant},
  seen_at {instant} not null,
  primary key (shop, order_id)
);
create index maksut_woo_order_seen on maksut_woo_order (shop, seen_at);
-- What orders named as their payment, their key or their number when they were read; each as a SHA-256 of kind and value.
create table maksut_woo_reference (
  shop {text(120)} not null,
  reference {text(64)} not null,
  order_id {number} not null,
  primary key (shop, reference, order_id)
);
-- Nonces of refund requests, for as long as their timestamps would be accepted.
create table maksut_woo_nonce (
  shop {text(120)} not null,
  nonce {text(64)} not null,
  expires_at {instant} not null,
  primary key (shop, nonce)
);
create index maksut_woo_nonce_expires on maksut_woo_nonce (expires_at);
