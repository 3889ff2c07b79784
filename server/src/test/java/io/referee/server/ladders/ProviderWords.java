package io.referee.server.ladders;

import io.referee.ladder.Words;
import io.referee.server.account.Provider;
import io.referee.server.provider.Standing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What ladders say of providers on the leg `api`, see [Door]. One thread only.
final class ProviderWords {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int POLLS = 3_900;

    private final Server server;

    ProviderWords(Server server) {
        this.server = server;
    }

    Heard ask(Words words) {
        String name = words.bare().getFirst();
        if (words.bare().contains("leave")) {
            server.core().providers().close(() -> {});
        } else if (words.bare().contains("dropped")) {
            server.core().providers().connectionClosed(server.wire().hop(name));
        } else {
            boolean remove = words.bare().contains("remove");
            server.change(
                    World.OWNER,
                    name,
                    old -> remove ? Optional.empty() : Optional.of(changed(old, words)));
        }
        return new Heard.Answered(200, "done");
    }

    private static Provider changed(Provider old, Words words) {
        Provider.Login login = old.login();
        Provider.Registration was = old.registration();
        return new Provider(
                old.owner(),
                old.name(),
                old.server(),
                new Provider.Login(
                        login.username(),
                        login.authUsername(),
                        words.property("password").orElse(login.password())),
                old.calls(),
                new Provider.Registration(
                        words.property("register").map("yes"::equals).orElse(was.wanted()),
                        was.contact(),
                        was.server(),
                        was.realm(),
                        words.property("expiry").map(Integer::parseInt).orElse(was.expirySeconds()),
                        was.mwi(),
                        ""));
    }

    /// Answers may be under way, or lost and sent again.
    void standing(Words words) {
        standing(words, POLLS);
    }

    private void standing(Words words, int polls) {
        List<String> bare = words.bare();
        Optional<Standing> now = server.core().providers().standing(World.OWNER, bare.getFirst());
        String state = now.map(standing -> standing.state().word()).orElse("none");
        String reason = now.map(Standing::reason).orElse("");
        boolean as = state.equals(bare.getLast());
        as &= words.property("reason").map(reason::equals).orElse(true);
        int status = now.map(Standing::status).orElse(0);
        as &= words.property("status").map(Integer::parseInt).orElse(status) == status;
        if (!as && polls > 0) {
            server.wire().scene().time().after(POLL, () -> standing(words, polls - 1));
            return;
        }
        Heard answer = new Heard.Answered(as ? 200 : 409, state + " " + reason);
        server.wire().scene().inboxes().deliver(Door.LEG, answer);
    }
}
