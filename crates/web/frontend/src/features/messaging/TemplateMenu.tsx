import type { MessageTemplate } from '@/api/types'
import c from './messaging.module.css'

interface Props {
  templates: readonly MessageTemplate[]
  onPick: (template: MessageTemplate) => void
}

/** The templates to choose from; the first one is what Enter takes. */
export function TemplateMenu({ templates, onPick }: Props) {
  if (templates.length === 0) return <p className={c.noTemplate}>No template has this name.</p>
  return (
    <ul className={c.templates} aria-label="Templates">
      {templates.map((template) => (
        <li key={template.id}>
          <button type="button" onClick={() => onPick(template)}>
            <strong>
              {template.name} <span className="dim">/{template.key}</span>
            </strong>
            <span className="dim">{template.body}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
