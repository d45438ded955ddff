package io.jenkins.plugins.sprintdelivery.pages;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionScope;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.release.SprintDeliveryPermissions;
import jenkins.model.Jenkins;

/** Who may see the board of the whole controller. A job's board needs no more than to read the job. */
public final class BoardPermission {

    /**
     * To see what every job has delivered, also of jobs that one may not read; an administrator may, unless it is given
     * to others.
     */
    public static final Permission VIEW = new Permission(
            SprintDeliveryPermissions.GROUP,
            "View",
            Messages._BoardPermission_View(),
            Jenkins.ADMINISTER,
            PermissionScope.JENKINS);

    private BoardPermission() {}

    /** Makes the permission known before security is loaded, so that a matrix can name it. */
    @Initializer(before = InitMilestone.PLUGINS_PREPARED)
    public static void register() {
        Permission.fromId(VIEW.getId());
    }
}
