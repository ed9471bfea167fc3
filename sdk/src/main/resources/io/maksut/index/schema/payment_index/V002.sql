-- What is disputed is looked for whatever its status: some gateways keep it settled.
create index maksut_payment_by_dispute on maksut_payment (account, chargeback_open, created, id, status, method);
