package io.jenkins.plugins.sprintdelivery.core.ticket;

import java.util.HashMap;
import java.util.Map;

/** Prefixes that are written like a project's and are none, with what they are. */
final class LookAlikes {

    private static final Map<String, String> KINDS = new HashMap<>();

    static {
        kind("a character encoding", "UTF", "UCS", "CP", "WINDOWS", "LATIN", "EBCDIC", "KOI8", "GB", "BIG5");
        kind("a standard", "ISO", "IEC", "RFC", "IEEE", "ANSI", "DIN", "ECMA", "EN", "ASN", "JSR", "JEP", "PEP", "BCP");
        kind("a hash algorithm", "SHA", "SHA1", "SHA2", "SHA3", "MD", "CRC", "BLAKE", "HMAC", "FNV", "PBKDF");
        kind("a cipher", "AES", "DES", "RSA", "DSA", "ECDSA", "RC", "ED", "TLS", "SSL", "PKCS", "X509", "CHACHA");
        kind("an advisory", "CVE", "CWE", "GHSA");
        kind("a license", "GPL", "LGPL", "AGPL", "EPL", "MPL", "CDDL", "BSD", "APACHE", "CC");
        kind("a protocol or format", "HTTP", "IPV", "USB", "MP", "JSON", "YAML", "HTML", "CSS", "XML", "BASE");
        kind("a platform", "JDK", "JRE", "JAVA", "X86", "ARM", "AMD", "PPC", "S390", "I386", "ES");
        kind("a date or quarter", "Q1", "Q2", "Q3", "Q4", "FY", "CW", "KW");
        kind("a release phase", "BETA", "ALPHA", "SNAPSHOT", "GA", "CR", "SP", "M");
    }

    private LookAlikes() {}

    private static void kind(String kind, String... prefixes) {
        for (String prefix : prefixes) {
            KINDS.putIfAbsent(prefix, kind);
        }
    }

    /** What the prefix, in capitals, is commonly known for, or null. */
    static String kindOf(String prefix) {
        return KINDS.get(prefix);
    }
}
