package io.referee.server.account;

import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.Qop;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;

import java.util.ArrayList;
import java.util.List;

/// Which digest algorithms a challenge offers, and in what order. *Immutable.*
///
/// RFC 8760 §2.4 wants the strongest first and every phone to take the first that it knows. Phones
/// in the field do not: SIPp up to 3.6 and PJSIP up to 2.11 take the first header field and give up
/// when it is not MD5. A phone that knows better looks at all of them. So MD5 comes first unless
/// configured otherwise.
///
/// libre before 3.11, which is in baresip, gives up when *any* header field names another algorithm
/// than MD5, and later ones answer each of them. JsSIP looks at the last one alone and gives up
/// when it is not MD5. Such phones are known by their User-Agent.
///
/// @param algorithms in the order of the header fields, at least one; credentials by another one
///   are not accepted
/// @param md5Only what the User-Agent of phones begins with, in any case, that must not see
///   anything but MD5; without effect when MD5 is not among the algorithms
/// @param qops what a response may cover, in the order offered, at least one; a response is
///   accepted with either, and by MD5 with none
public record ChallengeOffer(List<Algorithm> algorithms, List<String> md5Only, List<Qop> qops) {

    /// MD5, then SHA-256; for baresip and JsSIP MD5. SHA-512-256 is as strong as SHA-256 and known
    /// to few phones, and each challenge makes the answer to a stranger longer.
    public static final ChallengeOffer DEFAULT =
            new ChallengeOffer(
                    List.of(Algorithm.MD5, Algorithm.SHA_256), List.of("baresip", "JsSIP"));

    private static final List<Algorithm> MD5 = List.of(Algorithm.MD5);

    /// Throws [IllegalArgumentException] when there is no algorithm.
    public ChallengeOffer {
        algorithms = List.copyOf(algorithms);
        md5Only = List.copyOf(md5Only);
        qops = List.copyOf(qops);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("a challenge needs an algorithm");
        }
        if (qops.isEmpty() || qops.contains(Qop.NONE)) {
            throw new IllegalArgumentException("a challenge needs a quality of protection");
        }
    }

    /// An offer with qop `auth`.
    public ChallengeOffer(List<Algorithm> algorithms, List<String> md5Only) {
        this(algorithms, md5Only, List.of(Qop.AUTH));
    }

    /// What to offer to the sender of this request.
    List<Algorithm> to(Request request) {
        String agent = request.value(HeaderName.USER_AGENT).orElse("");
        return algorithms.contains(Algorithm.MD5) && seesMd5Only(agent) ? MD5 : algorithms;
    }

    /// What to offer to the sender of this request, who shows to be this account: only what it can
    /// answer. A password that was set when fewer hashes were kept works on with those.
    List<Algorithm> to(Request request, Account account) {
        List<Algorithm> offered = new ArrayList<>(algorithms.size());
        for (Algorithm algorithm : to(request)) {
            if (account.ha1().has(algorithm)) {
                offered.add(algorithm);
            }
        }
        return offered.isEmpty() ? algorithms : offered;
    }

    private boolean seesMd5Only(String agent) {
        for (String prefix : md5Only) {
            if (agent.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }
}
