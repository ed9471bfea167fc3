-- For MigrationsTest.
create table maksut_example (
  id {id},
  name {text(40)} not null
);
