-- One row per payment that somebody wants refunded, captured or released, or that shop and gateway are to be compared on. It is what
-- workers lease, so that one at a time is at a payment. A payment stands under the gateway's own id; same_as: the row of that id, where
-- account and reference are another name of a payment, as the gateway answered. Nothing is kept under such a row any more.
-- compare_failing_since: when the first of the comparisons failed that have failed since.
create table maksut_payment_claim (
  id {id},
  claimable_at {instant},
  lease_owner {text(120)},
  lease_token {number} not null default 0,
  account {text(255)} not null,
  reference {text(255)} not null,
  compare_at {instant},
  compared_at {instant},
  compare_failing_since {instant},
  wakes {number} not null,
  same_as {number},
  unique (account, reference)
);
create index maksut_payment_claim_claim on maksut_payment_claim (claimable_at, id) {where claimable_at is not null};
create index maksut_payment_claim_same on maksut_payment_claim (same_as) {where same_as is not null};

-- The orders that a payment has to do with: orders that named it, and orders for which a refund of it was asked.
-- named_*: when the order was first seen to name the payment, by our clock, and what it came to then.
-- bound_by: by what it is established that the payment is the order's: gateway_record, reference, naming, orders_word, person.
create table maksut_payment_order (
  claim_id {number} not null,
  shop {text(120)} not null,
  order_id {text(255)} not null,
  payment_method {text(255)},
  named_at {instant},
  named_currency {text(3)},
  named_total {number},
  named_in_first_scan {flag} not null,
  bound_by {text(20)},
  bound_at {instant},
  primary key (claim_id, shop, order_id)
);
create index maksut_payment_order_shop on maksut_payment_order (shop, order_id);

-- One row per operation. action: refund, capture, void, record, start_refund. kind: requested, shipped, order_over, observed, direct,
-- written; shop is empty for a direct refund. operation_key: the shop's id, a permit's id, a name of ours for a capture on shipping, or a caller's id
-- of a refund that the shop is to make; note: what the merchant reads of that one. amount: zero where it is
-- judged right before it is begun.
-- The columns from shop_state to shop_gone, and paid_beside, belong to whoever reads the shop, the others to whoever holds the
-- payment's lease. record_of: the direct refund of which this request is the record. another_refund: a person said that it is
-- none. answered_code, not_moved_code: an unknown code that the gateway answered the latest attempt, and an earlier one, with.
-- correlation_id: of the request that it was begun for; a label, by which nothing is looked up.
-- paid_beside: the key of the direct refund beside which the shop moved money for this one. reservation_gone: a capture was
-- declined because nothing is reserved any more. unanswered_at: when the latest copy of the attempt was sent whose answer is not
-- known. closed_by, closed_because: the person on whose word it ended, and why.
create table maksut_operation (
  id {id},
  claim_id {number} not null,
  shop {text(120)} not null,
  operation_key {text(510)} not null,
  action {text(20)} not null,
  kind {text(10)} not null,
  correlation_id {text(64)} not null,
  state {text(20)} not null,
  currency {text(3)} not null,
  amount {number} not null,
  language {text(35)},
  created_at {instant} not null,
  changed_at {instant} not null,
  ended_at {instant},
  due_at {instant},
  failures {number} not null,
  attempts {number} not null,
  attempt {long_text},
  attempt_state {text(10)},
  attempt_at {instant},
  unanswered_at {instant},
  gateway_refund {text(255)},
  review_reason {text(30)},
  closed_by {text(255)},
  closed_because {long_text},
  reason {text(500)},
  answer {text(500)},
  follow_up {text(10)} not null,
  follow_at {instant},
  follow_failures {number} not null,
  recorded_as {text(255)},
  watched_until {instant},
  late_seen_at {instant},
  said_another_at {instant},
  sum_at_review {number},
  answered_code {text(40)},
  not_moved_code {text(40)},
  late {text(10)},
  order_id {text(255)},
  shop_state {text(20)},
  shop_currency {text(3)},
  shop_amount {number},
  shop_payout {text(10)},
  shop_seen_at {instant},
  shop_gone {flag} not null,
  record_of {number},
  another_refund {flag} not null,
  paid_beside {text(255)},
  reservation_gone {flag} not null,
  note {text(500)},
  unique (action, shop, operation_key)
);
create index maksut_operation_claim on maksut_operation (claim_id, id);
create index maksut_operation_state on maksut_operation (action, state, id);
create index maksut_operation_review on maksut_operation (review_reason, id) {where review_reason is not null};
create index maksut_operation_ended on maksut_operation (ended_at, id) {where ended_at is not null};

-- Every other id that a refund goes by.
create table maksut_operation_name (
  shop {text(120)} not null,
  name {text(255)} not null,
  refund_id {number} not null,
  primary key (shop, name)
);
create index maksut_operation_name_refund on maksut_operation_name (refund_id);

-- What happened, in order; nothing here is ever changed. What happened under another name of a payment stands under that name.
create table maksut_ledger_event (
  id {id},
  claim_id {number} not null,
  refund_id {number},
  happened_at {instant} not null,
  kind {text(30)} not null,
  author {text(255)},
  details {long_text} not null
);
create index maksut_ledger_event_refund on maksut_ledger_event (refund_id, id);
create index maksut_ledger_event_claim on maksut_ledger_event (claim_id, id);

-- Every answer to a wished direct refund. An allowed one is a permit until permit_until, and used once.
create table maksut_decision (
  id {text(40)} not null primary key,
  claim_id {number} not null,
  asked_by {text(255)} not null,
  asked_because {long_text} not null,
  decided_at {instant} not null,
  currency {text(3)} not null,
  amount {number} not null,
  rule_row {number} not null,
  answer {text(40)} not null,
  fact {text(255)},
  permit_until {instant},
  evidence {long_text} not null,
  used_at {instant},
  refund_id {number}
);
create index maksut_decision_claim on maksut_decision (claim_id, decided_at);

-- A failed shop refund, or a release, that a direct refund has used up.
create table maksut_used_fact (
  claim_id {number} not null,
  fact {text(255)} not null,
  refund_id {number} not null,
  primary key (claim_id, fact)
);

-- What is asked with a permit, and who said yes and when. kind: refund (another than this one?), watched (another
-- than this one, which may arrive until subject_until?), order (not this one?).
create table maksut_question (
  decision_id {text(40)} not null,
  question {text(600)} not null,
  kind {text(10)} not null,
  subject {text(255)} not null,
  number {text(255)},
  link {long_text},
  currency {text(3)},
  amount {number},
  subject_at {instant},
  subject_until {instant},
  asked_at {instant} not null,
  answered_by {text(255)},
  answered_at {instant},
  primary key (decision_id, question)
);

-- What people stated on record. kind: shop_refund_failed, no_shop, release, another_failure, same_failure (subject and other),
-- refunded_elsewhere, failure_paid (subject);
-- reference is empty for no_shop.
create table maksut_statement (
  id {text(40)} not null primary key,
  kind {text(30)} not null,
  account {text(255)} not null,
  reference {text(255)} not null,
  currency {text(3)},
  amount {number},
  subject {text(255)},
  other {text(255)},
  author {text(255)} not null,
  stated_at {instant} not null,
  statement {long_text} not null,
  withdrawn_at {instant},
  withdrawn_by {text(255)},
  withdrawn_because {long_text}
);
create index maksut_statement_payment on maksut_statement (account, reference, stated_at);

-- Since when a shop has answered without a break that it has no order of a payment.
create table maksut_order_lookup (
  claim_id {number} not null,
  shop {text(120)} not null,
  first_empty_at {instant} not null,
  last_empty_at {instant} not null,
  primary key (claim_id, shop)
);

-- state: suspected, open, accepted, gone. accepted_amount: how much of it a person has accepted; it stands when more is found.
create table maksut_discrepancy (
  id {id},
  claim_id {number} not null,
  shop {text(120)} not null,
  kind {text(30)} not null,
  subject {text(255)} not null,
  state {text(10)} not null,
  currency {text(3)} not null,
  amount {number} not null,
  order_id {text(255)},
  first_seen_at {instant} not null,
  last_seen_at {instant} not null,
  decided_at {instant},
  decided_by {text(255)},
  decided_because {long_text},
  accepted_amount {number},
  unique (claim_id, kind, subject)
);
create index maksut_discrepancy_state on maksut_discrepancy (state, id);

-- How far each scan has come. fault: how it failed last, if it has not ended since. expected_at: since when it is missed where it
-- never ended. The look of workers for payments that are due has a row, too, which nobody claims: finished_at is the last look.
create table maksut_scan (
  id {id},
  claimable_at {instant},
  lease_owner {text(120)},
  lease_token {number} not null default 0,
  name {text(255)} not null,
  watermark {instant} not null,
  page {long_text},
  seen_until {instant},
  expected_at {instant} not null,
  finished_at {instant},
  fault {text(500)},
  unique (name)
);
create index maksut_scan_claim on maksut_scan (claimable_at, id) {where claimable_at is not null};

-- Which ledger this is. marked_at: when a mark of it was first kept outside this database.
create table maksut_ledger (
  name {text(10)} not null primary key,
  identity {text(40)} not null,
  made_at {instant} not null,
  marked_at {instant}
);

-- Under which addresses the database was opened; only their digests.
create table maksut_ledger_address (
  address {text(40)} not null primary key,
  seen_at {instant} not null
);

-- What was stopped: no money operation of it is sent until it is started again. scope: all, account, shop; name is empty for all.
-- cause: by_hand, ledger_set_back, ledger_replaced. mark: of a ledger, for which it was thrown. Rows stay when they have ended.
create table maksut_stop (
  id {id},
  scope {text(10)} not null,
  name {text(255)} not null,
  cause {text(30)} not null,
  stopped_at {instant} not null,
  stopped_by {text(255)},
  stopped_because {long_text} not null,
  started_at {instant},
  started_by {text(255)},
  started_because {long_text},
  mark {text(500)}
);
create index maksut_stop_standing on maksut_stop (id) {where started_at is null};

-- Which limiters ask an account's gateway something: one in each process. The account's request limits are divided among them. asked_at: by
-- the database's clock, renewed while they go on asking.
create table maksut_limit_share (
  account {text(255)} not null,
  limiter {text(40)} not null,
  asked_at {instant} not null,
  primary key (account, limiter)
);

-- Records that some version could not read, because a newer one wrote them. place: the table; claim_id: the payment that is set
-- aside for it, or whose record it is; null where that is not known.
create table maksut_set_aside (
  place {text(40)} not null,
  row_id {text(40)} not null,
  claim_id {number},
  found_at {instant} not null,
  why {text(500)} not null,
  primary key (place, row_id)
);
create index maksut_set_aside_claim on maksut_set_aside (claim_id);
