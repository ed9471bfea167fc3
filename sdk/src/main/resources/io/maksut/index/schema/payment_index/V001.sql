-- Payments as they were last read from their gateways, one row each.
-- created is what results are ordered by: created_at, or when the payment was first seen if the gateway does not tell.
-- due_at: when an unfinished payment is to be read again; whoever is about to read it moves it on first, and alone.
-- What is null is not known. Rows of an erased customer have erased_at and no columns from customer_reference to iban.
create table maksut_payment (
  id {id},
  account {text(255)} not null,
  reference {text(255)} not null,
  created {instant} not null,
  created_at {instant},
  read_at {instant} not null,
  status {text(40)} not null,
  method {text(40)} not null,
  method_name {long_text},
  raw_state {long_text},
  raw_method {long_text},
  currency {text(3)} not null,
  authorised {number} not null,
  captured {number} not null,
  refunded {number} not null,
  capturable {number} not null,
  refundable {number} not null,
  refunds {long_text},
  uncaptured_known {flag} not null,
  chargeback_open {flag} not null,
  authorised_at {instant},
  settled_at {instant},
  cancelled_at {instant},
  waiting_for_3ds_since {instant},
  reserved_until {instant},
  due_at {instant},
  origin {text(40)},
  order_reference {text(255)},
  transaction_id {text(255)},
  customer_reference {text(255)},
  email {text(320)},
  email_folded {text(320)},
  first_name {long_text},
  last_name {long_text},
  phone {long_text},
  card_brand {long_text},
  card_number {long_text},
  card_expiry {long_text},
  card_country {long_text},
  bank_name {long_text},
  iban {long_text},
  erased_at {instant}
);
create unique index maksut_payment_by_reference on maksut_payment (account, reference);
create index maksut_payment_by_due on maksut_payment (account, due_at, id);
create index maksut_payment_by_order on maksut_payment (account, order_reference, created, id);
create index maksut_payment_by_email on maksut_payment (account, email_folded, created, id);
create index maksut_payment_by_customer on maksut_payment (account, customer_reference, created, id);
-- The last columns of these are only compared: rows that do not fit are passed over without being read.
create index maksut_payment_by_status on maksut_payment (account, status, created, id, method, currency, authorised);
create index maksut_payment_by_method on maksut_payment (account, method, created, id, currency, authorised);
create index maksut_payment_by_created on maksut_payment (account, created, id, currency, authorised);

-- Each name that a gateway was ever seen to use for a payment or a part of it, beside its reference. Only added to.
create table maksut_payment_name (
  id {id},
  account {text(255)} not null,
  name {text(255)} not null,
  reference {text(255)} not null,
  kind {text(40)} not null
);
create unique index maksut_payment_name_once on maksut_payment_name (account, name, reference);
create index maksut_payment_name_of on maksut_payment_name (account, reference, id);
