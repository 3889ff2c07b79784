package io.referee.sip.sdp;

import java.util.ArrayList;
import java.util.List;

/// The rules by which one party's body becomes another party's offer or answer (RFC 3264, RFC
/// 3725). Pure functions; none of them stamps the `o=` line, which is the work of [OriginStamp].
public final class OfferAnswer {
    private static final String SETUP = "\na=setup:";

    private OfferAnswer() {}

    /// A body from a leg's ledger as an offer to another leg: roles open again, sections in that
    /// leg's layout, and the direction that the body's owner wants rather than the one a hold left
    /// behind.
    public static SessionDescription offer(
            SessionDescription known, MediaLayout layout, Direction want) {
        return fitOffer(recastAsOffer(known), layout).withDirection(want);
    }

    /// A body as the answer to `offer`: the same `m=` lines, refused where the offer is, and never
    /// more direction than was offered.
    ///
    /// @param want what the body's owner wants; see [Direction#answer]
    public static SessionDescription answer(
            SessionDescription offer, SessionDescription body, Direction want) {
        SessionDescription fitted = fitAnswer(body, MediaLayout.of(offer));
        List<MediaSection> sections = new ArrayList<>(fitted.media().size());
        for (int i = 0; i < offer.media().size(); i++) {
            sections.add(answering(offer, i, fitted.media().get(i)));
        }
        return withRoleAnswered(fitted.withMedia(sections), offer)
                .withDirections(i -> offer.direction(i).answer(want));
    }

    /// Somebody's answer as the offerer may see it: in no section more direction than the offer
    /// leaves (RFC 3264 §6.1), whatever the answerer wrote; there are those who hang up when
    /// `sendonly` is answered `sendrecv`. The same object when nothing is amiss.
    public static SessionDescription allowed(SessionDescription answer, SessionDescription offer) {
        int known = Math.min(answer.media().size(), offer.media().size());
        for (int i = 0; i < known; i++) {
            Direction said = answer.direction(i);
            if (!answer.media().get(i).isRejected() && offer.direction(i).answer(said) != said) {
                return answer.withDirections(
                        at ->
                                at < known
                                        ? offer.direction(at).answer(answer.direction(at))
                                        : answer.direction(at));
            }
        }
        return answer;
    }

    /// One party's offer as the answer to another's: of two offers that meet, each becomes the
    /// answer to the other. Only the formats that both name are left; a section without any is
    /// refused.
    public static SessionDescription meet(SessionDescription offer, SessionDescription other) {
        SessionDescription fitted = fitAnswer(other, MediaLayout.of(offer));
        List<MediaSection> sections = new ArrayList<>(fitted.media().size());
        for (int i = 0; i < offer.media().size(); i++) {
            sections.add(fitted.media().get(i).sharedWith(offer.media().get(i)));
        }
        return answer(offer, fitted.withMedia(sections), other.direction());
    }

    /// The answer that the server gives by itself when an offer must not reach the other party: the
    /// last body sent on the leg, made silent. The leg's port and keys stay as they were, so
    /// nothing has to be undone.
    ///
    /// @param local the last body that we sent on the leg and that took effect
    public static SessionDescription inactiveAnswer(
            SessionDescription offer, SessionDescription local) {
        SessionDescription answer = answer(offer, local, Direction.INACTIVE);
        List<MediaSection> sections = new ArrayList<>(answer.media().size());
        for (int i = 0; i < answer.media().size(); i++) {
            sections.add(withCommonFormat(answer.media().get(i), offer.media().get(i)));
        }
        return answer.withMedia(sections);
    }

    /// An answer made usable as an offer: a DTLS role taken becomes a role to choose (RFC 5763 §5).
    /// Payload types, codecs, keys and candidates stay.
    public static SessionDescription recastAsOffer(SessionDescription answer) {
        List<MediaSection> sections = new ArrayList<>(answer.media().size());
        for (MediaSection section : answer.media()) {
            sections.add(section.with(roleOpened(section.text())));
        }
        return answer.withHead(roleOpened(answer.head())).withMedia(sections);
    }

    /// The body with at least the `m=` lines of the layout in their order; new sections come last
    /// (RFC 3264 §8.1).
    public static SessionDescription fitOffer(SessionDescription body, MediaLayout layout) {
        return layout.leads(body.media()) ? body : body.withMedia(layout.fitted(body.media()));
    }

    /// The body with exactly the `m=` lines of the layout in their order; what does not fit is cut
    /// off (RFC 3264 §6).
    public static SessionDescription fitAnswer(SessionDescription body, MediaLayout layout) {
        int size = layout.slots().size();
        return body.media().size() == size && layout.leads(body.media())
                ? body
                : body.withMedia(layout.fitted(body.media()).subList(0, size));
    }

    /// The hold of RFC 2543 said in today's words: sections that are silent only by `c=0.0.0.0` get
    /// `a=inactive`.
    public static SessionDescription holdMadeExplicit(SessionDescription body) {
        List<MediaSection> sections = new ArrayList<>(body.media().size());
        for (int i = 0; i < body.media().size(); i++) {
            MediaSection section = body.media().get(i);
            boolean oldHold = body.isUnspecified(i) && !body.statesDirection(i);
            sections.add(oldHold ? section.withDirection(Direction.INACTIVE) : section);
        }
        return body.withMedia(sections);
    }

    private static MediaSection answering(SessionDescription offer, int i, MediaSection section) {
        MediaSection offered = offer.media().get(i);
        if (offered.isRejected() && !section.isRejected()) {
            return section.rejected();
        }
        return section.with(roleAnswered(section.text(), roleOf(offered.text(), offer.head())));
    }

    private static SessionDescription withRoleAnswered(
            SessionDescription body, SessionDescription offer) {
        String role =
                roleOf(
                        offer.media().isEmpty() ? "" : offer.media().getFirst().text(),
                        offer.head());
        return body.withHead(roleAnswered(body.head(), role));
    }

    private static MediaSection withCommonFormat(MediaSection section, MediaSection offered) {
        return section.isRejected() || section.sharesFormat(offered)
                ? section
                : section.withFormatsOf(offered);
    }

    /// The DTLS role that an offer states for a section; empty if none.
    private static String roleOf(String section, String head) {
        String own = Lines.attribute(section, "setup");
        String role = own == null ? Lines.attribute(head, "setup") : own;
        return role == null ? "" : role;
    }

    /// An answer may not leave the role open: the answerer takes the one that the offer left, and
    /// of two the active one (RFC 5763 §5).
    private static String roleAnswered(String text, String offered) {
        int at = Lines.find(text, SETUP);
        if (at < 0 || !Lines.value(text, at).equals("setup:actpass")) {
            return text;
        }
        return Lines.replaced(
                text, at, offered.equals("active") ? "a=setup:passive" : "a=setup:active");
    }

    private static String roleOpened(String text) {
        int at = Lines.find(text, SETUP);
        if (at < 0) {
            return text;
        }
        return switch (Lines.value(text, at)) {
            case "setup:active", "setup:passive" -> Lines.replaced(text, at, "a=setup:actpass");
            case String _ -> text;
        };
    }
}
