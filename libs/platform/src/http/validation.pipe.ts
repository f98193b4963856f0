import { StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { z } from 'zod';
import { InvalidRequest } from './invalid';

/** Validates what a route is given. A body that was not sent is the empty one, unless the schema can do without. */
export class Validation extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema, type, data } = metadata;
    if (!schema || !this.toValidate(metadata)) return value;
    this.stripProtoKeys(value);
    let given: unknown = value;
    let result = await this.validate<T>(given, schema);
    if (result.issues && type === 'body' && given === undefined) {
      given = {};
      result = await this.validate<T>(given, schema);
    }
    if (result.issues) throw new InvalidRequest(result.issues as readonly z.core.$ZodIssue[], given, data);
    return result.value;
  }
}
