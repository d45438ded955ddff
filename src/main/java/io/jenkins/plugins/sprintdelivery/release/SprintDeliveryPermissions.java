package io.jenkins.plugins.sprintdelivery.release;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.sprintdelivery.Messages;
import jenkins.model.Jenkins;

/** What people may be allowed to do at gates, and to see of them. Administrators may do all of it. */
public final class SprintDeliveryPermissions {

    /** Sprint Delivery, among the permissions. */
    public static final PermissionGroup GROUP =
            new PermissionGroup(SprintDeliveryPermissions.class, Messages._SprintDelivery_DisplayName());

    /** Approving releases. */
    public static final Permission APPROVE = new Permission(
            GROUP, "Approve", Messages._SprintDeliveryPermissions_Approve(), Jenkins.ADMINISTER, PermissionScope.RUN);

    /** Letting releases through against what their gate says. */
    public static final Permission OVERRIDE = new Permission(
            GROUP, "Override", Messages._SprintDeliveryPermissions_Override(), Jenkins.ADMINISTER, PermissionScope.RUN);

    /**
     * Seeing the badges of a job. Whoever may read a job may; an administrator may give it to others, such as anonymous
     * readers of a wiki.
     */
    public static final Permission VIEW_STATUS = new Permission(
            GROUP, "ViewStatus", Messages._SprintDeliveryPermissions_ViewStatus(), Item.READ, PermissionScope.ITEM);

    private SprintDeliveryPermissions() {}

    /** Makes the permissions known before a security configuration names them. */
    @Initializer(before = InitMilestone.PLUGINS_PREPARED)
    public static void register() {
        Permission.fromId(APPROVE.getId());
    }
}
