package io.referee.server.api;

/// Who asks. *Immutable.*
sealed interface Caller {

    /// A user, by one of his keys.
    record User(String owner) implements Caller {}

    /// The administrator.
    ///
    /// @param owner the user for whom he acts; empty: nobody in particular
    record Administrator(String owner) implements Caller {}

    /// Nobody that we know: for what needs no key.
    record Anybody() implements Caller {
        @Override
        public String owner() {
            return "";
        }
    }

    /// Whose things are meant; empty: everybody's, which only the administrator can mean.
    String owner();

    default boolean administrator() {
        return this instanceof Administrator;
    }

    /// Whether what belongs to this owner can be seen and touched.
    default boolean reaches(String other) {
        return administrator() && owner().isEmpty() || !owner().isEmpty() && owner().equals(other);
    }
}
