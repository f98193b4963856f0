import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { PrincipalTickets } from '../principal';

/**
 * Adds routes under `/internal`, which no proxy lets through from outside: they are asked by the proxy itself and by other
 * processes of the platform.
 */
export type InternalRoutes = (server: FastifyInstance, app: NestFastifyApplication, tickets: PrincipalTickets) => void;
