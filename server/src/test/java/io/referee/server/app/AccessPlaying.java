package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Hashes;
import io.referee.server.account.TransferMode;
import io.referee.server.registrar.StoredBinding;
import io.referee.sip.digest.AuthenticationSession;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.digest.Covered;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the tables of who may send what have in common. Passwords are `pw-` and the name.
final class AccessPlaying {
    static final String DOMAIN = "example.org";

    private AccessPlaying() {}

    /// A line of a table: words, `|`, and what each player gets.
    record Line(List<String> words, List<String> expected) {}

    /// The lines that are no comments.
    ///
    /// @param players how many columns there must be
    static List<Line> lines(String file, int players) {
        var in = Objects.requireNonNull(AccessPlaying.class.getResourceAsStream(file));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line(line, players))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String line, int players) {
        int bar = line.indexOf('|');
        List<String> words = List.of(line.substring(0, bar).strip().split(" +"));
        List<String> expected = List.of(line.substring(bar + 1).strip().split(" +"));
        assertThat(expected).as(line).hasSize(players);
        return new Line(words, expected);
    }

    /// An Authorization line that answers a challenge.
    static String proof(Response challenge, ClientDigest.Login login, Covered covered, String uri) {
        List<Challenge> challenges =
                challenge.headers().stream()
                        .filter(header -> header.name() == HeaderName.WWW_AUTHENTICATE)
                        .map(header -> Challenge.parse(header.value()))
                        .filter(Challenge.Reading.Parsed.class::isInstance)
                        .map(read -> ((Challenge.Reading.Parsed) read).challenge())
                        .toList();
        return new AuthenticationSession(login, () -> "cnonce")
                .answer(challenges, covered, uri)
                .map(it -> "Authorization: " + it.print() + "\r\n")
                .orElseThrow();
    }

    static Account account(String owner, String name, TransferMode transfer, Access access) {
        return new Account(
                owner,
                name,
                DOMAIN,
                Hashes.ha1(name, DOMAIN, "pw-" + name),
                "",
                "",
                transfer,
                Optional.empty(),
                "",
                access);
    }

    /// A phone that registered over UDP.
    static StoredBinding binding(String name, String host, Instant until) {
        return new StoredBinding(
                name + "@" + DOMAIN,
                "sip:" + name + "@" + host + ":5060",
                host + ":5060",
                "udp",
                "udp:" + host + ":5060",
                "reg",
                1,
                1,
                "",
                0,
                "",
                0,
                until);
    }
}
