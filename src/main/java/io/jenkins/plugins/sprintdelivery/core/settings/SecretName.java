package io.jenkins.plugins.sprintdelivery.core.settings;

/** Where a secret is to be found. The file of settings is in a repository, so that it names secrets and holds none. */
public sealed interface SecretName {

    /**
     * In an environment variable.
     *
     * @param name the variable's name
     */
    record EnvironmentVariable(String name) implements SecretName {
        public EnvironmentVariable {
            if (name == null || !name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                throw new IllegalArgumentException(
                        "'env' is the name of an environment variable, such as SHOP_TOKEN, and not the secret");
            }
        }
    }

    /**
     * In a file that holds nothing else.
     *
     * @param path relative to the directory of the settings file, or absolute
     */
    record SecretFile(String path) implements SecretName {
        public SecretFile {
            if (path == null || path.isBlank()) {
                throw new IllegalArgumentException("'file' is the path of a file that holds nothing but the secret");
            }
        }
    }
}
