package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// One leg: a dialog between the server and a party. What is billed is a leg, and nothing else:
/// payer, start and answer time are fixed once known, and no transfer changes them.
///
/// @param callId the call (not the Call-ID) in which the leg began
/// @param direction `in` when the party called us, `out` when we called it
/// @param sipCallId the Call-ID of the dialog
/// @param account the account whose phone it is, or empty
/// @param payer the account that pays, or empty when nobody does
/// @param createdBy `inbound`, `dial`, `api`, `dialplan`, or `transfer:`, `redirect:` or
///   `replaces:` with the id of what made it
/// @param endStatus SIP status at the end; 0 while it lives
/// @param endBy `peer`, `server`, `timeout`, `server-restart`; empty while it lives
/// @param endCause words for people; empty while it lives
public record LegRecord(
        String legId,
        String groupId,
        String callId,
        String owner,
        String direction,
        String sipCallId,
        String localTag,
        String remoteTag,
        String from,
        String to,
        String requestUri,
        String account,
        String payer,
        String createdBy,
        Instant inviteAt,
        @Nullable Instant ringAt,
        @Nullable Instant answerAt,
        @Nullable Instant endAt,
        int endStatus,
        String endBy,
        String endCause)
        implements Cdr {

    /// What ends every leg that was open when the server died.
    public static final String SERVER_RESTART = "server-restart";

    @Override
    public String key() {
        return legId;
    }

    @Override
    public boolean complete() {
        return endAt != null;
    }

    /// Whether somebody pays for it: it was answered and has a payer.
    public boolean billable() {
        return answerAt != null && !payer.isEmpty();
    }

    /// From answer to end; zero while it lives and when it was never answered.
    public Duration talked() {
        return answerAt == null || endAt == null
                ? Duration.ZERO
                : Duration.between(answerAt, endAt);
    }

    /// Who is at the other end, as people would say it: the account, else the URI of the party.
    public String party() {
        if (!account.isEmpty()) {
            return account;
        }
        return direction.equals("in") ? from : to;
    }

    /// The id of the transfer, redirection or replacement that made the leg, or empty.
    public String madeBy() {
        int colon = createdBy.indexOf(':');
        return colon < 0 ? "" : createdBy.substring(colon + 1);
    }

    /// The same leg, ended.
    public LegRecord ended(Instant at, int status, String by, String cause) {
        return new LegRecord(
                legId,
                groupId,
                callId,
                owner,
                direction,
                sipCallId,
                localTag,
                remoteTag,
                from,
                to,
                requestUri,
                account,
                payer,
                createdBy,
                inviteAt,
                ringAt,
                answerAt,
                at,
                status,
                by,
                cause);
    }
}
