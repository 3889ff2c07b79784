package io.referee.sip.message;

import java.util.Optional;

/// A request method. Case matters (RFC 3261 §7.1). *Immutable.*
public record Method(String name) {
    public static final Method INVITE = new Method("INVITE");
    public static final Method ACK = new Method("ACK");
    public static final Method BYE = new Method("BYE");
    public static final Method CANCEL = new Method("CANCEL");
    public static final Method REGISTER = new Method("REGISTER");
    public static final Method OPTIONS = new Method("OPTIONS");
    public static final Method INFO = new Method("INFO");
    public static final Method UPDATE = new Method("UPDATE");
    public static final Method PRACK = new Method("PRACK");
    public static final Method REFER = new Method("REFER");
    public static final Method NOTIFY = new Method("NOTIFY");
    public static final Method SUBSCRIBE = new Method("SUBSCRIBE");
    public static final Method MESSAGE = new Method("MESSAGE");
    public static final Method PUBLISH = new Method("PUBLISH");

    /// @throws IllegalArgumentException when the name is no token: it would break the start line
    public Method {
        if (!Tokens.token(name)) {
            throw new IllegalArgumentException("no method name: " + name);
        }
    }

    private static final Method[] KNOWN = {
        INVITE, ACK, BYE, CANCEL, REGISTER, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY, SUBSCRIBE,
        MESSAGE, PUBLISH
    };

    /// The method of this name; one of the constants when it is a known one.
    ///
    /// @throws IllegalArgumentException when the name is no token
    public static Method of(String name) {
        for (Method known : KNOWN) {
            if (known.name.equals(name)) {
                return known;
            }
        }
        return new Method(name);
    }

    /// The method that a peer's text names; empty when it is no token.
    public static Optional<Method> parse(String text) {
        return Tokens.token(text) ? Optional.of(of(text)) : Optional.empty();
    }

    static Method of(byte[] octets, int from, int to) {
        for (Method known : KNOWN) {
            if (Octets.same(octets, from, to, known.name)) {
                return known;
            }
        }
        return new Method(Octets.text(octets, from, to));
    }

    /// Whether it is one of the constants: what nobody knows is answered 501, and what is known but
    /// not allowed 405 (RFC 3261 §21.5.2, §21.4.6).
    public boolean known() {
        for (Method known : KNOWN) {
            if (known.equals(this)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it belongs to an event subscription, which may outlive the session in whose dialog
    /// it was made (RFC 5057 §5.5).
    public boolean ofEvents() {
        return equals(NOTIFY) || equals(SUBSCRIBE);
    }

    @Override
    public String toString() {
        return name;
    }
}
