package io.referee.server.cdr;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// How two groups of calls belong together. It is added when that comes about; the records of
/// neither group are changed or renumbered by it.
///
/// @param groupId the group that was absorbed, or came about because of the other
/// @param otherId the group that survives, or in which the transfer was asked for
/// @param because the transfer that brought it about, or empty
public record GroupLink(
        String groupId, String otherId, String owner, Kind kind, String because, Instant at)
        implements Cdr {

    /// What the first is to the other.
    public enum Kind {
        /// joined by a transfer: the two are one chain from then on
        MERGED,
        /// placed by a phone that was referred: the two stay chains of their own
        RELATED
    }

    @Override
    public String key() {
        return groupId + ' ' + otherId + ' ' + kind;
    }

    @Override
    public boolean complete() {
        return true;
    }

    /// Whether it is about this group, either way round.
    public boolean of(String id) {
        return groupId.equals(id) || otherId.equals(id);
    }

    /// The same, come about at this time.
    GroupLink dated(Instant time) {
        return new GroupLink(groupId, otherId, owner, kind, because, time);
    }

    /// The group with all that were merged with it, directly or by others.
    public static Set<String> merged(String groupId, Collection<GroupLink> links) {
        Set<String> found = new HashSet<>(Set.of(groupId));
        boolean more = true;
        while (more) {
            more = false;
            for (GroupLink link : links) {
                boolean one = found.contains(link.groupId) || found.contains(link.otherId);
                if (link.kind == Kind.MERGED && one) {
                    more |= found.add(link.groupId);
                    more |= found.add(link.otherId);
                }
            }
        }
        return found;
    }
}
