alter table maksut_example add column seen_at {instant};
