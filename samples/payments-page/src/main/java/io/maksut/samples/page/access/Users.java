package io.maksut.samples.page.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who may sign in. Thread-safe. */
public final class Users {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,99}");

    private final PageDatabase database;
    private final Passwords passwords;

    public Users(PageDatabase database, Passwords passwords) {
        this.database = database;
        this.passwords = passwords;
    }

    private record Stored(User user, String password) {}

    /**
     * Adds somebody.
     *
     * @return false if there is somebody of this name
     * @throws IllegalArgumentException if the name has other signs than letters, digits, spaces and . _ @ -, or the password is
     *     too short
     */
    public boolean add(String name, Role role, String password) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name");
        }
        return database.update(
                        "insert into page_user (name, role, password, blocked) values (?, ?, ?, 0)"
                                + " on conflict do nothing",
                        name,
                        role.name(),
                        passwords.hash(password))
                == 1;
    }

    /** The user, if name and password belong together and the user is not blocked. */
    public Optional<User> authenticate(String name, String password) {
        Optional<Stored> stored = stored(name);
        if (stored.isEmpty()) {
            passwords.matchesNobody(password);
            return Optional.empty();
        }
        boolean right = passwords.matches(password, stored.get().password());
        return stored.map(Stored::user).filter(user -> right && !user.blocked());
    }

    /** The user as they are now. */
    public Optional<User> find(String name) {
        return stored(name).map(Stored::user);
    }

    /** Everybody, by name. */
    public List<User> all() {
        return database.list("select name, role, password, blocked from page_user order by name", Users::read).stream()
                .map(Stored::user)
                .toList();
    }

    /** Gives a user another role, or shuts them out or in again; false if there is no such user. */
    public boolean change(String name, Role role, boolean blocked) {
        return database.update(
                        "update page_user set role = ?, blocked = ? where name = ?", role.name(), blocked ? 1 : 0, name)
                == 1;
    }

    private Optional<Stored> stored(String name) {
        return database
                .list("select name, role, password, blocked from page_user where name = ?", Users::read, name)
                .stream()
                .findFirst();
    }

    private static Stored read(ResultSet row) throws SQLException {
        User user = new User(row.getString("name"), Role.valueOf(row.getString("role")), row.getInt("blocked") != 0);
        return new Stored(user, row.getString("password"));
    }
}
