import { z } from 'zod';
/** `mmdebstrap` of a recipe: a Debian or a relative, put together from its packages. */
export declare const mmdebstrapSchema: z.ZodObject<{
    suite: z.ZodString;
    mirror: z.ZodOptional<z.ZodArray<z.ZodString>>;
    components: z.ZodOptional<z.ZodArray<z.ZodString>>;
    variant: z.ZodOptional<z.ZodEnum<{
        apt: "apt";
        essential: "essential";
        important: "important";
        minbase: "minbase";
        required: "required";
        standard: "standard";
    }>>;
    packages: z.ZodOptional<z.ZodArray<z.ZodString>>;
    kernel: z.ZodOptional<z.ZodString>;
    append: z.ZodOptional<z.ZodString>;
    hostname: z.ZodOptional<z.ZodString>;
    exclude: z.ZodOptional<z.ZodArray<z.ZodString>>;
    size: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
}, z.core.$strip>;
/** `virt-builder` of a recipe: an image of libguestfs, customised. */
export declare const virtBuilderSchema: z.ZodObject<{
    os: z.ZodString;
    source: z.ZodOptional<z.ZodString>;
    size: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    customize: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>;
}, z.core.$strip>;
/** A recipe of a template. */
export declare const recipeSchema: z.ZodObject<{
    name: z.ZodString;
    version: z.ZodOptional<z.ZodString>;
    distro: z.ZodOptional<z.ZodString>;
    provision: z.ZodOptional<z.ZodEnum<{
        "cloud-init": "cloud-init";
        guestfs: "guestfs";
        smbios: "smbios";
    }>>;
    metadata: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    mmdebstrap: z.ZodOptional<z.ZodObject<{
        suite: z.ZodString;
        mirror: z.ZodOptional<z.ZodArray<z.ZodString>>;
        components: z.ZodOptional<z.ZodArray<z.ZodString>>;
        variant: z.ZodOptional<z.ZodEnum<{
            apt: "apt";
            essential: "essential";
            important: "important";
            minbase: "minbase";
            required: "required";
            standard: "standard";
        }>>;
        packages: z.ZodOptional<z.ZodArray<z.ZodString>>;
        kernel: z.ZodOptional<z.ZodString>;
        append: z.ZodOptional<z.ZodString>;
        hostname: z.ZodOptional<z.ZodString>;
        exclude: z.ZodOptional<z.ZodArray<z.ZodString>>;
        size: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    }, z.core.$strip>>;
    'virt-builder': z.ZodOptional<z.ZodObject<{
        os: z.ZodString;
        source: z.ZodOptional<z.ZodString>;
        size: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
        customize: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>;
    }, z.core.$strip>>;
    build: z.ZodOptional<z.ZodArray<z.ZodNullable<z.ZodObject<{
        boot: z.ZodOptional<z.ZodObject<{
            copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
                from: z.ZodString;
                to: z.ZodString;
            }, z.core.$strip>>, z.ZodObject<{
                from: z.ZodString;
                to: z.ZodString;
            }, z.core.$strip>]>>>;
            scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
            run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
            playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
            inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
            env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
            user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
            network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
            memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
        }, z.core.$strip>>;
    }, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>>;
}, z.core.$strip>;
