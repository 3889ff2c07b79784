package io.referee.server.event;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The decisions of a plain call as octets, and back. A call has a dozen of them with three times
/// as many texts; of all others there are few. *Any thread.*
final class CommonFacts {
    /// For a decision that is none of these.
    static final int NONE = 0;

    private static final int CALL_CREATED = 10;
    private static final int CALL_RINGING = 11;
    private static final int CALL_ANSWERED = 12;
    private static final int CALL_ENDED = 13;
    private static final int LEG_CREATED = 14;
    private static final int LEG_RINGING = 15;
    private static final int LEG_ANSWERED = 16;
    private static final int LEG_ENDED = 17;
    private static final int BRIDGE_STARTED = 18;
    private static final int BRIDGE_ENDED = 19;

    private CommonFacts() {}

    /// Its number in the octets, or [#NONE].
    static int kind(Fact fact) {
        return switch (fact) {
            case CallFact.Created _ -> CALL_CREATED;
            case CallFact.Ringing _ -> CALL_RINGING;
            case CallFact.Answered _ -> CALL_ANSWERED;
            case CallFact.Ended _ -> CALL_ENDED;
            case LegFact.Created _ -> LEG_CREATED;
            case LegFact.Ringing _ -> LEG_RINGING;
            case LegFact.Answered _ -> LEG_ANSWERED;
            case LegFact.Ended _ -> LEG_ENDED;
            case BridgeFact.Started _ -> BRIDGE_STARTED;
            case BridgeFact.Ended _ -> BRIDGE_ENDED;
            default -> NONE;
        };
    }

    /// Nothing is written of a decision without a number.
    static void write(Fact fact, DataOutputStream out) throws IOException {
        switch (fact) {
            case CallFact.Created f -> texts(out, f.from(), f.to());
            case CallFact.Ringing f -> out.writeInt(f.status());
            case CallFact.Answered f -> texts(out, f.answeredBy());
            case CallFact.Ended f -> {
                out.writeInt(f.status());
                texts(out, f.reason());
            }
            case LegFact.Created f -> {
                texts(out, f.direction(), f.sipCallId(), f.from(), f.to(), f.requestUri());
                texts(out, f.account(), f.payer(), f.createdBy(), f.price());
            }
            case LegFact.Ringing f -> out.writeInt(f.status());
            case LegFact.Answered f -> texts(out, f.localTag(), f.remoteTag());
            case LegFact.Ended f -> {
                out.writeInt(f.status());
                texts(out, f.by(), f.cause());
            }
            case BridgeFact.Started f -> texts(out, f.legX(), f.legY(), f.because());
            case BridgeFact.Ended f -> texts(out, f.legX(), f.legY());
            default -> {}
        }
    }

    private static void texts(DataOutputStream out, String... texts) throws IOException {
        for (String text : texts) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(octets.length);
            out.write(octets);
        }
    }

    /// The decision that was written with this number.
    static Fact read(int kind, DataInputStream in) throws IOException {
        return switch (kind) {
            case CALL_CREATED -> new CallFact.Created(text(in), text(in));
            case CALL_RINGING -> new CallFact.Ringing(in.readInt());
            case CALL_ANSWERED -> new CallFact.Answered(text(in));
            case CALL_ENDED -> new CallFact.Ended(in.readInt(), text(in));
            case LEG_CREATED ->
                    new LegFact.Created(
                            text(in), text(in), text(in), text(in), text(in), text(in), text(in),
                            text(in), text(in));
            case LEG_RINGING -> new LegFact.Ringing(in.readInt());
            case LEG_ANSWERED -> new LegFact.Answered(text(in), text(in));
            case LEG_ENDED -> new LegFact.Ended(in.readInt(), text(in), text(in));
            case BRIDGE_STARTED -> new BridgeFact.Started(text(in), text(in), text(in));
            case BRIDGE_ENDED -> new BridgeFact.Ended(text(in), text(in));
            default -> throw new IOException("no decision has the number " + kind);
        };
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
