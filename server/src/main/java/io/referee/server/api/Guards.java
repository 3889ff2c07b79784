package io.referee.server.api;

import io.javalin.http.Context;
import io.referee.server.account.Hashes;
import io.referee.server.api.ApiSettings.CallManagerAccess;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Lets in who may ask, and says who it is. *Any thread.*
final class Guards {
    private static final int LONGEST_NAME = 100;

    private final ApiSettings settings;
    private final Keys keys;
    private final WrongKeys wrong;

    Guards(ApiSettings settings, Keys keys, WrongKeys wrong) {
        this.settings = settings;
        this.keys = keys;
        this.wrong = wrong;
    }

    /// The request with who asks.
    ///
    /// @throws Problem 401 or 403 when they may not, 429 after too many wrong keys
    Asked admit(Context context, Door.Access access) {
        Asked asked = new Asked(context, new Caller.Anybody());
        return switch (access) {
            case ANYBODY -> asked;
            case NEAR -> asked.near() ? asked : administrator(asked);
            case KEY -> new Asked(context, holder(asked, asked.bearer()));
            case CALL_MANAGER -> callManager(unlessOff(asked));
            case CALL_MANAGER_ALIVE, OLDER -> unlessOff(asked);
        };
    }

    /// By which key this request was admitted, which needed one.
    Keys.Held held(Asked admitted) {
        String key = admitted.bearer().orElseThrow();
        return new Keys.Held(Hashes.ofKey(key), admitted.caller());
    }

    /// Whether it would be admitted by that key once more.
    boolean stands(Keys.Held held) {
        return keys.stands(held);
    }

    private Asked administrator(Asked asked) {
        Caller caller = holder(asked, asked.bearer());
        if (!caller.administrator()) {
            throw Problem.forbidden("From another machine this needs the administrator's key.");
        }
        return new Asked(asked.context(), caller);
    }

    private Caller holder(Asked asked, Optional<String> key) {
        if (key.isEmpty()) {
            throw new Problem(401, "unauthorized", "A key is needed: Authorization: Bearer KEY.");
        }
        wrong.refuseBanned(asked);
        Optional<Caller> caller = keys.caller(key.get(), asked.query("owner").orElse(""));
        if (caller.isEmpty()) {
            wrong.count(asked);
            throw new Problem(401, "unauthorized", "This key is not known.");
        }
        return caller.get();
    }

    private Asked unlessOff(Asked asked) {
        if (settings.callManager() == CallManagerAccess.OFF) {
            throw Problem.notFound("such address; compat.sipsorcery is off");
        }
        return asked;
    }

    /// A wrong key is refused even where none is needed.
    private Asked callManager(Asked asked) {
        Optional<String> key =
                asked.bearer().or(() -> asked.query("key")).or(() -> password(asked));
        boolean open =
                settings.callManager() == CallManagerAccess.OPEN
                        && !asked.relayed()
                        && !asked.ofAnotherSite()
                        && settings.callManagerFrom().test(asked.peer());
        if (key.isEmpty() && open) {
            return asked;
        }
        if (key.isEmpty()) {
            wrong.refuseBanned(asked);
            wrong.keyless(asked, named(asked));
        }
        return new Asked(asked.context(), holder(asked, key));
    }

    /// Whose calls the older service is asked for; empty when that stands in a body, which nobody
    /// reads for a stranger.
    private static String named(Asked asked) {
        return asked.query("user")
                .or(() -> asked.query("username"))
                .map(user -> user.substring(0, Math.min(LONGEST_NAME, user.length())))
                .orElse("");
    }

    /// The password of HTTP basic authentication: a key; the name before it does not count (RFC
    /// 7617 §2).
    private static Optional<String> password(Asked asked) {
        return asked.header("Authorization")
                .flatMap(value -> Asked.credentials(value, "Basic "))
                .flatMap(Guards::decoded)
                .filter(pair -> pair.indexOf(':') >= 0)
                .map(pair -> pair.substring(pair.indexOf(':') + 1));
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
