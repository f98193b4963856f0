import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Sessions } from '../accounts/sessions';

export class SignOut extends Command<void> {
  constructor(readonly session: string | null) {
    super();
  }
}

/** From now on nobody gets in with this session. */
@CommandHandler(SignOut)
export class SignOutHandler implements ICommandHandler<SignOut> {
  constructor(private readonly sessions: Sessions) {}

  async execute({ session }: SignOut) {
    if (session) await this.sessions.close(session);
  }
}
