package io.referee.sip.fuzz;

import io.referee.sip.digest.AuthenticationInfo;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.Credentials;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The value of an authentication header, as credentials, as a challenge and as what a success
/// brings (RFC 3261 §25.1, RFC 7616 §3). What can be read means the same when it was written and
/// read again.
public final class DigestFuzz {
    private DigestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String value = new String(input, StandardCharsets.UTF_8);
        switch (Challenge.parse(value)) {
            case Challenge.Reading.Parsed(Challenge read) ->
                    Invariant.same(
                            new Challenge.Reading.Parsed(read),
                            Challenge.parse(read.print()),
                            "challenge");
            case Challenge.Reading.Unsupported _, Challenge.Reading.Malformed _ -> {}
        }
        switch (Credentials.parse(value)) {
            case Credentials.Reading.Parsed(Credentials read) ->
                    Invariant.same(
                            new Credentials.Reading.Parsed(read),
                            Credentials.parse(read.print()),
                            "credentials");
            case Credentials.Reading.Unsupported _, Credentials.Reading.Malformed _ -> {}
        }
        AuthenticationInfo.parse(value)
                .ifPresent(
                        read ->
                                Invariant.same(
                                        Optional.of(read),
                                        AuthenticationInfo.parse(read.print()),
                                        "authentication info"));
    }
}
