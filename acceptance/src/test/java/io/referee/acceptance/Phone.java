package io.referee.acceptance;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// An account of domain `localhost` and the ports of its phone.
///
/// @param user the account; its password is `secret-` and this name
/// @param ports ten ports: SIP, the one it registers from, and from the fourth on those for audio
record Phone(String user, int ports) {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /// A phone whose name nobody else has.
    static Phone named(String name) {
        return new Phone(name + NUMBER.incrementAndGet(), Ports.ten());
    }

    String password() {
        return "secret-" + user;
    }

    int sipPort() {
        return ports;
    }

    int registrationPort() {
        return ports + 1;
    }

    int audioPort() {
        return ports + 4;
    }

    /// Its line in an apply file.
    ///
    /// @param mode what its transfer button does
    String account(Mode mode) {
        return "      - {name: "
                + user
                + ", domain: localhost, password: "
                + password()
                + ", transfer: "
                + mode.name().toLowerCase(Locale.ROOT)
                + "}\n";
    }

    /// The values of `transfer`.
    enum Mode {
        DENY,
        PASS,
        CONSUME,
        ATTENDED
    }

    /// An apply file with these accounts.
    static String applyFile(String... accounts) {
        return "users:\n  - name: acme\n    keys: [k-acme]\n    accounts:\n"
                + String.join("", accounts);
    }
}
