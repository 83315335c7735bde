import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { router } from './router.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/work.css'
import './styles/versions.css'

// The pages' policy forbids code made from strings, which zod would otherwise try.
z.config({ jitless: true })

const client = new QueryClient({
  // The gateway may be on this machine: being offline says nothing about it.
  defaultOptions: { queries: { networkMode: 'always', staleTime: 1_000, refetchOnWindowFocus: true } },
})

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
