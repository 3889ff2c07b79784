package io.referee.server.dialplan.rule;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Time zones by the names that Windows shows to people, as in `(UTC+10:00) Hobart`, which is what
/// the older service kept. What stands in the brackets is not looked at: it is said differently
/// from one Windows to the next, and wrong for half of the year. *Immutable.*
final class ShownZones {
    private static final String SHOWN =
            """
            Abu Dhabi, Muscat=Asia/Dubai
            Adelaide=Australia/Adelaide
            Alaska=America/Anchorage
            Almaty=Asia/Almaty
            Almaty, Novosibirsk=Asia/Novosibirsk
            Amman=Asia/Amman
            Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna=Europe/Berlin
            Arizona=America/Phoenix
            Ashgabat, Tashkent=Asia/Tashkent
            Astana=Asia/Almaty
            Astana, Dhaka=Asia/Almaty
            Asuncion=America/Asuncion
            Athens, Bucharest=Europe/Bucharest
            Athens, Bucharest, Istanbul=Europe/Bucharest
            Athens, Istanbul, Minsk=Europe/Bucharest
            Atlantic Time (Canada)=America/Halifax
            Auckland, Wellington=Pacific/Auckland
            Azores=Atlantic/Azores
            Baghdad=Asia/Baghdad
            Baja California=America/Tijuana
            Baku=Asia/Baku
            Bangkok, Hanoi, Jakarta=Asia/Bangkok
            Beijing, Chongqing, Hong Kong, Urumqi=Asia/Shanghai
            Beirut=Asia/Beirut
            Belgrade, Bratislava, Budapest, Ljubljana, Prague=Europe/Budapest
            Bogota, Lima, Quito=America/Bogota
            Bogota, Lima, Quito, Rio Branco=America/Bogota
            Brasilia=America/Sao_Paulo
            Brisbane=Australia/Brisbane
            Brussels, Copenhagen, Madrid, Paris=Europe/Paris
            Bucharest=Europe/Bucharest
            Buenos Aires=America/Argentina/Buenos_Aires
            Buenos Aires, Georgetown=America/Argentina/Buenos_Aires
            Cairo=Africa/Cairo
            Canberra, Melbourne, Sydney=Australia/Sydney
            Cape Verde Is.=Atlantic/Cape_Verde
            Caracas=America/Caracas
            Casablanca=Africa/Casablanca
            Casablanca, Monrovia, Reykjavik=Atlantic/Reykjavik
            Caucasus Standard Time=Asia/Yerevan
            Cayenne=America/Cayenne
            Cayenne, Fortaleza=America/Cayenne
            Central America=America/Guatemala
            Central Time (US & Canada)=America/Chicago
            Chennai, Kolkata, Mumbai, New Delhi=Asia/Kolkata
            Chihuahua, La Paz, Mazatlan=America/Chihuahua
            Chisinau=Europe/Chisinau
            Coordinated Universal Time=UTC
            Coordinated Universal Time+12=Etc/GMT-12
            Coordinated Universal Time-02=Etc/GMT+2
            Coordinated Universal Time-11=Etc/GMT+11
            Cuiaba=America/Cuiaba
            Damascus=Asia/Damascus
            Darwin=Australia/Darwin
            Dhaka=Asia/Dhaka
            Dublin, Edinburgh, Lisbon, London=Europe/London
            E. Europe=Europe/Chisinau
            Eastern Time (US & Canada)=America/New_York
            Ekaterinburg=Asia/Yekaterinburg
            Fiji=Pacific/Fiji
            Fiji, Kamchatka, Marshall Is.=Pacific/Fiji
            Fiji, Marshall Is.=Pacific/Fiji
            Georgetown, La Paz, Manaus, San Juan=America/La_Paz
            Georgetown, La Paz, San Juan=America/La_Paz
            Greenland=America/Nuuk
            Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London=Europe/London
            Guadalajara, Mexico City, Monterrey=America/Mexico_City
            Guam, Port Moresby=Pacific/Port_Moresby
            Harare, Pretoria=Africa/Johannesburg
            Hawaii=Pacific/Honolulu
            Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius=Europe/Kyiv
            Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius=Europe/Kyiv
            Hobart=Australia/Hobart
            Indiana (East)=America/Indiana/Indianapolis
            International Date Line West=Etc/GMT+12
            Irkutsk=Asia/Irkutsk
            Irkutsk, Ulaan Bataar=Asia/Irkutsk
            Islamabad, Karachi=Asia/Karachi
            Istanbul=Europe/Istanbul
            Jerusalem=Asia/Jerusalem
            Kabul=Asia/Kabul
            Kaliningrad=Europe/Kaliningrad
            Kaliningrad, Minsk=Europe/Kaliningrad
            Kathmandu=Asia/Kathmandu
            Krasnoyarsk=Asia/Krasnoyarsk
            Kuala Lumpur, Singapore=Asia/Singapore
            Kuwait, Riyadh=Asia/Riyadh
            La Paz=America/La_Paz
            Magadan=Asia/Magadan
            Magadan, Solomon Is., New Caledonia=Pacific/Guadalcanal
            Manaus=America/Manaus
            Mid-Atlantic=Etc/GMT+2
            Midway Island, Samoa=Pacific/Pago_Pago
            Minsk=Europe/Minsk
            Monrovia, Reykjavik=Atlantic/Reykjavik
            Montevideo=America/Montevideo
            Moscow, St. Petersburg=Europe/Moscow
            Moscow, St. Petersburg, Volgograd=Europe/Moscow
            Mountain Time (US & Canada)=America/Denver
            Nairobi=Africa/Nairobi
            Newfoundland=America/St_Johns
            Nicosia=Asia/Nicosia
            Novosibirsk=Asia/Novosibirsk
            Nuku'alofa=Pacific/Tongatapu
            Osaka, Sapporo, Tokyo=Asia/Tokyo
            Pacific Time (US & Canada)=America/Los_Angeles
            Pacific Time (US & Canada); Tijuana=America/Los_Angeles
            Perth=Australia/Perth
            Petropavlovsk-Kamchatsky=Asia/Kamchatka
            Port Louis=Indian/Mauritius
            Salvador=America/Bahia
            Samoa=Pacific/Apia
            Santiago=America/Santiago
            Sarajevo, Skopje, Warsaw, Zagreb=Europe/Warsaw
            Saskatchewan=America/Regina
            Seoul=Asia/Seoul
            Solomon Is., New Caledonia=Pacific/Guadalcanal
            Sri Jayawardenepura=Asia/Colombo
            Taipei=Asia/Taipei
            Tashkent=Asia/Tashkent
            Tbilisi=Asia/Tbilisi
            Tehran=Asia/Tehran
            Tijuana, Baja California=America/Tijuana
            Tripoli=Africa/Tripoli
            Ulaanbaatar=Asia/Ulaanbaatar
            Vladivostok=Asia/Vladivostok
            Volgograd=Europe/Volgograd
            West Central Africa=Africa/Lagos
            Windhoek=Africa/Windhoek
            Yakutsk=Asia/Yakutsk
            Yangon (Rangoon)=Asia/Yangon
            Yerevan=Asia/Yerevan
            """;

    private static final Pattern BRACKETS =
            Pattern.compile("^\\((?:UTC|GMT)[^)]{0,10}\\)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern AGE =
            Pattern.compile("\\s+-\\s+(?:New|Old)$", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> IANA = read();

    private ShownZones() {}

    private static Map<String, String> read() {
        Map<String, String> names = new HashMap<>();
        SHOWN.lines()
                .forEach(
                        line -> {
                            int equals = line.indexOf('=');
                            names.put(
                                    line.substring(0, equals).toLowerCase(Locale.ROOT),
                                    line.substring(equals + 1));
                        });
        return Map.copyOf(names);
    }

    /// The IANA name behind what Windows shows, which begins with `(UTC...)` or `(GMT...)`; empty
    /// when it shows nothing so.
    static Optional<String> iana(String shown) {
        String behind = BRACKETS.matcher(shown).replaceFirst("");
        if (behind.length() == shown.length()) {
            return Optional.empty();
        }
        String name = AGE.matcher(behind.strip()).replaceFirst("");
        return Optional.ofNullable(IANA.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Every name, for those who check them.
    static Map<String, String> names() {
        return IANA;
    }
}
