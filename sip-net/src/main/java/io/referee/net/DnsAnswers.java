package io.referee.net;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord;
import io.referee.sip.routing.ServerSearch;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From DNS messages to answers. Only records of the name that was asked for count, or of the names
/// that it is another word for.
final class DnsAnswers {
    private DnsAnswers() {}

    static int type(RecordType type) {
        return switch (type) {
            case NAPTR -> Type.NAPTR;
            case SRV -> Type.SRV;
            case A -> Type.A;
            case AAAA -> Type.AAAA;
        };
    }

    static Reply read(Message response, Question question) throws TextParseException {
        Name name = Name.fromString(question.name(), Name.root);
        List<Record> section = response.getSection(Section.ANSWER);
        long lifeSeconds = Long.MAX_VALUE;
        int aliases = 0;
        CNAMERecord alias = alias(section, name);
        while (alias != null && aliases < ServerSearch.MAX_ALIASES) {
            aliases++;
            lifeSeconds = Math.min(lifeSeconds, alias.getTTL());
            name = alias.getTarget();
            alias = alias(section, name);
        }
        List<ResourceRecord> records = new ArrayList<>();
        for (Record record : section) {
            if (record.getName().equals(name)
                    && record.getType() == type(question.type())
                    && records.size() < ServerSearch.MAX_RECORDS) {
                lifeSeconds = Math.min(lifeSeconds, record.getTTL());
                records.add(record(record));
            }
        }
        if (!records.isEmpty()) {
            return new Reply(new Answer.Records(records), Duration.ofSeconds(lifeSeconds));
        }
        return aliases > 0 && negativeSeconds(response) < 0 && exists(response)
                ? new Reply(new Answer.Alias(name.toString()), Duration.ofSeconds(lifeSeconds))
                : negative(response);
    }

    private static boolean exists(Message response) {
        return response.getRcode() != Rcode.NXDOMAIN;
    }

    private static @Nullable CNAMERecord alias(List<Record> section, Name name) {
        for (Record record : section) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
                return alias;
            }
        }
        return null;
    }

    private static ResourceRecord record(Record record) {
        return switch (record) {
            case NAPTRRecord naptr ->
                    new ResourceRecord.Naptr(
                            naptr.getOrder(),
                            naptr.getPreference(),
                            naptr.getFlags(),
                            naptr.getService(),
                            naptr.getReplacement().toString());
            case SRVRecord srv ->
                    new ResourceRecord.Srv(
                            srv.getPriority(),
                            srv.getWeight(),
                            srv.getPort(),
                            srv.getTarget().toString());
            case ARecord a -> new ResourceRecord.Address(a.getAddress());
            case AAAARecord aaaa -> new ResourceRecord.Address(aaaa.getAddress());
            default -> throw new IllegalStateException("not asked for: " + record);
        };
    }

    private static Reply negative(Message response) {
        Answer answer = exists(response) ? Answer.NO_DATA : Answer.NO_NAME;
        return new Reply(answer, Duration.ofSeconds(Math.max(0, negativeSeconds(response))));
    }

    /// How long it may be remembered that something is not there (RFC 2308 §5); -1 when the answer
    /// does not say.
    private static long negativeSeconds(Message response) {
        for (Record record : response.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        return -1;
    }
}
