package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.sql.SQLException;

/**
 * What an administrator can do where PostgreSQL lets nobody in. Told from SQL states and from the kinds of causes,
 * because the driver's own texts follow the language of the machine.
 */
final class ConnectionAdvice {

    private ConnectionAdvice() {}

    /** What to do, or null where the failure speaks for itself. */
    static String on(SQLException failure, ProjectionStore.Postgres store) {
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "08004" -> noTls(failure, store.tls().mode());
            case "08001", "08006" -> aboutCertificates(failure, store);
            case "28000" -> refused(failure, store);
            case "28P01" -> "check the name and the password of the user '" + store.user() + "'";
            case "3D000" -> "make the database '" + store.database() + "' first, or name one that is there";
            case "53300" -> "let the server accept more connections (max_connections), or give each controller fewer";
            default -> null;
        };
    }

    /** The driver gives this state to several refusals before a password was asked for; only this one is about SSL. */
    private static String noTls(SQLException failure, ProjectionStore.Tls.Mode mode) {
        boolean wanted = mode != ProjectionStore.Tls.Mode.DISABLE;
        return wanted && failure.getMessage().contains("SSL")
                ? "switch TLS on in the server (ssl = on, with ssl_cert_file and ssl_key_file); with TLS '"
                        + ProjectionStore.Tls.Mode.DISABLE.label()
                        + "' the connection, its password included, can be read by others"
                : null;
    }

    private static String refused(SQLException failure, ProjectionStore.Postgres store) {
        if (!failure.getMessage().contains("pg_hba.conf")) {
            return "check the name of the user '" + store.user() + "'";
        }
        return store.tls().mode() == ProjectionStore.Tls.Mode.DISABLE
                ? "where the server lets in encrypted connections only (hostssl), use TLS 'require', 'verify-ca' or"
                        + " 'verify-full'; otherwise add a line for this machine to its pg_hba.conf"
                : "add a line for this machine to the server's pg_hba.conf";
    }

    private static String aboutCertificates(SQLException failure, ProjectionStore.Postgres store) {
        boolean given = store.tls().rootCertificate() != null;
        if (hasCause(failure, CertificateExpiredException.class)) {
            return "the server's certificate has expired; renew it there";
        } else if (hasCause(failure, CertificateNotYetValidException.class)) {
            return "the server's certificate does not hold yet; check the clocks of both machines";
        } else if (isUntrusted(failure)) {
            return given
                    ? "the server's certificate is not signed by one of the given root certificates; give the"
                            + " certificate of the authority that signed it"
                    : "the server's certificate is not signed by an authority that Java trusts; give the certificate of"
                            + " the authority that signed it as root certificate";
        } else if (given && isUnreadable(failure)) {
            return "the root certificate cannot be read; give whole certificates in PEM, from '-----BEGIN"
                    + " CERTIFICATE-----' to '-----END CERTIFICATE-----'";
        }
        boolean named = store.tls().mode() == ProjectionStore.Tls.Mode.VERIFY_FULL && failure.getCause() == null;
        return named
                ? "the server's certificate is not for the host '" + store.host()
                        + "'; connect by a name that stands in it, or use TLS 'verify-ca', which does not compare names"
                : null;
    }

    /** The certificate leads to nobody who is trusted. */
    private static boolean isUntrusted(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException path
                            && path.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
                return true;
            }
        }
        return false;
    }

    /** The driver could not even begin, or began with nobody to trust. */
    private static boolean isUnreadable(SQLException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof GeneralSecurityException
                || cause instanceof FileNotFoundException
                || hasCause(failure, InvalidAlgorithmParameterException.class);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
