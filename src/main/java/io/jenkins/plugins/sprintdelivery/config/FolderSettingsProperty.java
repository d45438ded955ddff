package io.jenkins.plugins.sprintdelivery.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ItemGroup;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The settings of a folder, for everything below it. */
public final class FolderSettingsProperty extends AbstractFolderProperty<AbstractFolder<?>> {

    private final SprintSettings settings;

    @DataBoundConstructor
    public FolderSettingsProperty(SprintSettings settings) {
        this.settings = settings == null ? new SprintSettings() : settings;
    }

    public SprintSettings getSettings() {
        return settings;
    }

    @Extension(optional = true)
    @Symbol("sprintDelivery")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintDelivery_DisplayName();
        }
    }

    /** Finds the property on folders. */
    @Extension(optional = true)
    public static final class OfFolder implements SettingsOfGroup {
        @Override
        public Optional<SprintSettings> find(ItemGroup<?> group) {
            return group instanceof AbstractFolder<?> folder
                    ? Optional.ofNullable(folder.getProperties().get(FolderSettingsProperty.class))
                            .map(FolderSettingsProperty::getSettings)
                    : Optional.empty();
        }
    }
}
