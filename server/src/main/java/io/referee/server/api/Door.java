package io.referee.server.api;

import io.javalin.http.HandlerType;

import java.util.List;

/// An address of the API and what answers there. *Immutable.*
///
/// @param path with `{name}` for its variable parts
/// @param parameters of the query that mean something there, beside `owner`
record Door(
        HandlerType method,
        String path,
        Access access,
        Answering answering,
        List<String> parameters) {
    private static final String OURS = "/api/v1/";

    Door(HandlerType method, String path, Access access, Answering answering) {
        this(method, path, access, answering, List.of());
    }

    /// Who may ask.
    enum Access {
        /// Everybody.
        ANYBODY,
        /// Everybody on this machine; from elsewhere the administrator.
        NEAR,
        /// Who has a key.
        KEY,
        /// Who the call manager's setting lets in.
        CALL_MANAGER,
        /// Everybody, unless the call manager is off: whether it is there is no secret.
        CALL_MANAGER_ALIVE,
        /// As far as the guards know everybody, unless the older service is off. Its doors ask for
        /// sessions and keys themselves, because they refuse in forms of their own.
        OLDER
    }

    /// Answers a request, or throws a [Problem].
    @FunctionalInterface
    interface Answering {
        Reply answer(Asked asked);
    }

    static Door get(String path, Answering answering) {
        return new Door(HandlerType.GET, path, Access.KEY, answering);
    }

    static Door post(String path, Answering answering) {
        return new Door(HandlerType.POST, path, Access.KEY, answering);
    }

    static Door put(String path, Answering answering) {
        return new Door(HandlerType.PUT, path, Access.KEY, answering);
    }

    static Door delete(String path, Answering answering) {
        return new Door(HandlerType.DELETE, path, Access.KEY, answering);
    }

    Door open(Access other) {
        return new Door(method, path, other, answering, parameters);
    }

    /// The same with parameters of the query that mean something.
    Door taking(String... names) {
        return new Door(method, path, access, answering, List.of(names));
    }

    /// A request of whom is known who asks.
    ///
    /// @throws Problem 400 when its query has a parameter that means nothing here; addresses of
    ///   older services and of tools ignore such ones
    Reply answer(Asked asked) {
        if (path.startsWith(OURS)) {
            asked.knowing(parameters);
        }
        return answering.answer(asked);
    }

    /// Whether HEAD is answered as GET is, which there must do nothing.
    boolean safe() {
        return switch (access) {
            case ANYBODY, NEAR, KEY -> true;
            case CALL_MANAGER, CALL_MANAGER_ALIVE, OLDER -> false;
        };
    }
}
